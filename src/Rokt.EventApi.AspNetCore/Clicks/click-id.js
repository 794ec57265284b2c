// Posts the click id of this page's address to the endpoint that served this script, once per click.
(() => {
  const query = new URLSearchParams(location.search);
  const click = new URLSearchParams();
  for (const [name, value] of query) {
    if (/^(rclid|rtid)$/i.test(name) && value.trim()) click.append(name, value);
  }
  const key = "rokt-click-id", text = click.toString();
  try {
    if (!text || sessionStorage.getItem(key) === text) return;
  } catch { /* Storage is blocked: the click is posted again. */ }
  const endpoint = document.currentScript.src.replace(/\.js(\?.*)?$/, "");
  fetch(`${endpoint}?${text}`, { method: "POST", credentials: "same-origin", keepalive: true }).then(response => {
    if (response.ok) sessionStorage.setItem(key, text);
  }).catch(() => {});
})();
