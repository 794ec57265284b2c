import { byId } from './dom.js';

const longestRead = 10000;

/** Reads a body; null for what is no JSON, such as a proxy's page. */
function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function call(path, options) {
  let response;
  let body;
  try {
    response = await fetch(path, { ...options, redirect: 'manual' });
    body = parse(await response.text());
  } catch {
    throw new Error('The application does not respond.');
  }
  if (response.ok && body) return body;
  // Where the sign-in has expired, the application redirects to another page.
  if (response.type === 'opaqueredirect' || response.status === 401 || response.status === 403) throw new Error('You are no longer signed in, or may not do this: load the page again.');
  throw new Error(body?.detail || `The application responded with ${response.status}.`);
}

/** A read that takes longer is as good as lost: figures of long ago would pass for live ones. A change may take its time. */
export const get = path => call(path, { signal: AbortSignal.timeout(longestRead) });

let last = Promise.resolve();

/** Who is signed in, and the token of a change. One after the other: each of two without a cookie yet would get its own, and one token would be refused. */
export function getSession() {
  const session = last.then(() => get('session'));
  last = session.catch(() => {});
  return session;
}

/** Sends what is wanted as the body: an address is logged by many. The token is fetched each time, so that a page can stay open for days. */
export async function post(path, body) {
  const { header, token } = await getSession();
  return call(path, { method: 'POST', headers: { 'Content-Type': 'application/json', [header]: token }, body: JSON.stringify(body) });
}

/** Does something, and shows what went wrong, or what was done; resolves to whether it was done. */
export async function attempt(action) {
  byId('problem').textContent = '';
  byId('done').textContent = '';
  try {
    byId('done').textContent = await action() ?? '';
    return true;
  } catch (error) {
    byId('problem').textContent = error.message;
    return false;
  }
}
