import { attempt, post } from './api.js';
import * as changes from './changes.js';
import { byId, element } from './dom.js';
import { action, cell, name, time } from './format.js';

const states = { Scheduled: 'scheduled', Pending: 'pending', InFlight: 'in flight', DeadLettered: 'in dead letter', Delivered: 'delivered' };
const classes = { DeadLettered: 'refused', Delivered: 'present' };

let searched = null;

function next(conversion) {
  const { state, notBefore, nextAttemptAt, deadLetteredAt, deliveredAt } = conversion;
  switch (state) {
    case 'Scheduled': return ['not before ', time(notBefore)];
    case 'Pending': return nextAttemptAt ? ['next attempt from ', time(nextAttemptAt)] : [];
    case 'DeadLettered': return ['moved ', time(deadLetteredAt)];
    case 'Delivered': return ['accepted ', time(deliveredAt)];
    default: return ['is being sent'];
  }
}

function actions(account, conversion, refresh) {
  const what = { id: conversion.id, name: name(conversion) };
  switch (conversion.state) {
    case 'Scheduled':
    case 'Pending': return [action('Withdraw', what.name, () => changes.withdraw(account, what, refresh))];
    case 'DeadLettered': return [
      action('Requeue', what.name, () => changes.requeue(account, what, refresh)), ' ',
      action('Discard', what.name, () => changes.discard(account, what, refresh))];
    default: return [];
  }
}

async function find(account, reference, refresh) {
  const found = await post('find', { account, confirmationRef: reference });
  searched = { account, reference };
  byId('found').replaceChildren(...found.map(conversion => element('tr', { 'data-state': conversion.state },
    cell('', element('span', { className: `note ${classes[conversion.state] ?? ''}`, text: states[conversion.state] })),
    element('td', { className: 'wide reference' }, conversion.confirmationRef ?? ''),
    cell('enqueued', time(conversion.enqueuedAt)),
    cell('', ...next(conversion)),
    cell('failures', conversion.failures || ''),
    cell('', conversion.reason, ...conversion.errorCodes.flatMap(code => [' ', element('code', { text: code })])),
    element('td', { className: 'wide actions' }, ...actions(account, conversion, refresh)))));
  byId('found-table').hidden = false;
  byId('found-caption').textContent = found.length
    ? `${found.length === 1 ? '1 conversion' : `${found.length} conversions`} with this reference`
    : 'Nothing is known of it: it was never enqueued, was withdrawn or erased, or was delivered and the ledger is not kept.';
}

/** Looks again, after a change. */
export const reload = refresh => searched ? find(searched.account, searched.reference, refresh).catch(() => {}) : Promise.resolve();

/** Forgets what was found: it belongs to another account. */
export function clear() {
  searched = null;
  byId('found-table').hidden = true;
}

export function listen(current, refresh) {
  byId('find-form').addEventListener('submit', event => {
    event.preventDefault();
    attempt(() => find(current(), byId('reference').value.trim(), refresh));
  });
}
