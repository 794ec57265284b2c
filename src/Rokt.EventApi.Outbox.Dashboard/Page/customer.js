import * as changes from './changes.js';
import { byId } from './dom.js';

const fields = { email: 'customer-email', hashedEmail: 'customer-hash', customerId: 'customer-id', mobile: 'customer-mobile' };

export function listen(current, refresh) {
  byId('customer-form').addEventListener('submit', event => {
    event.preventDefault();
    const customer = Object.fromEntries(Object.entries(fields).map(([name, id]) => [name, byId(id).value.trim()]).filter(([, value]) => value));
    if (Object.keys(customer).length === 0) {
      byId('problem').textContent = 'Enter one identity of the customer at least.';
      return;
    }
    changes.erase(current(), customer, async isDone => {
      if (isDone) byId('customer-form').reset();
      await refresh();
    });
  });
}
