import { get, getSession } from './api.js';
import * as changes from './changes.js';
import * as customer from './customer.js';
import { byId, element } from './dom.js';
import * as find from './find.js';
import * as letters from './letters.js';
import * as overview from './overview.js';

const interval = 2000;
const select = byId('account');
let timer = 0;

const current = () => select.value;

function showAccounts(accounts) {
  const names = accounts.map(account => account.name);
  if (JSON.stringify(names) !== select.dataset.names) {
    const chosen = select.value;
    select.replaceChildren(...accounts.map(account => element('option', { value: account.name, text: account.name || 'the one without a name' })));
    if (names.includes(chosen)) select.value = chosen;
    select.dataset.names = JSON.stringify(names);
  }
  byId('account-label').hidden = names.length < 2;
}

async function update() {
  const connection = byId('connection');
  try {
    const report = await get('status');
    showAccounts(report.accounts);
    const account = report.accounts.find(candidate => candidate.name === current());
    overview.show(account, report);
    letters.show(account, refresh);
    connection.textContent = account.problem ?? 'live';
    connection.className = account.problem ? '' : 'live';
  } catch (error) {
    connection.textContent = error.message;
    connection.className = '';
  }
}

// A page that nobody looks at asks for nothing.
async function poll() {
  clearTimeout(timer);
  if (!document.hidden) {
    await update();
    timer = setTimeout(poll, interval);
  }
}

async function refresh() {
  await update();
  await Promise.all([letters.reload(refresh), find.reload(refresh)]);
}

select.addEventListener('change', () => {
  find.clear();
  letters.clear();
  poll();
});
document.addEventListener('visibilitychange', poll);
byId('pause').addEventListener('click', () => changes.pause(current(), refresh));
byId('resume').addEventListener('click', () => changes.resume(current(), refresh));
letters.listen(refresh);
find.listen(current, refresh);
customer.listen(current, refresh);
await poll();
byId('user').textContent = `Signed in: ${(await getSession()).user}`;
