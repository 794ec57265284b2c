import { byId } from './dom.js';

/** Calls the control API; a refusal is shown on the page and thrown. */
export async function call(method, path, body) {
  const response = await fetch(`/sandbox/${path}`, {
    method,
    headers: body ? { 'Content-Type': 'application/json' } : {},
    body: body && JSON.stringify(body),
  });
  const isJson = response.headers.get('Content-Type')?.includes('json');
  const result = isJson ? await response.json() : null;
  byId('problem').textContent = response.ok ? '' : result?.detail ?? `The sandbox responded with ${response.status}.`;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status}`);
  return result;
}
