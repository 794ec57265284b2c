import { call } from './control.js';
import { byId } from './dom.js';
import * as chart from './chart.js';
import * as details from './details.js';
import * as examples from './examples.js';
import * as faults from './faults.js';
import * as rows from './rows.js';

const limit = 270;
let startedAt = null;

function update(news) {
  // A sandbox that was restarted counts its requests from zero.
  if (startedAt !== news.startedAt) rows.empty();
  startedAt = news.startedAt;
  for (const kind of ['accepted', 'refused', 'throttled', 'failed']) byId(`count-${kind}`).textContent = news.total[kind];
  const rate = chart.draw(news.seconds, limit);
  byId('rate').textContent = rate;
  byId('chart').setAttribute('aria-label', `${rate} batches in the last second, of ${limit}`);
  faults.show(news.faults, news.throttle);
  byId('record-problem').textContent = news.recordProblem ?? '';
  rows.add(news.rows, news.oldest);
}

function connect() {
  const connection = byId('connection');
  const live = new EventSource('/sandbox/live');
  live.onopen = () => { connection.textContent = 'live'; connection.className = 'live'; };
  live.onerror = () => { connection.textContent = 'reconnecting'; connection.className = ''; };
  live.onmessage = event => update(JSON.parse(event.data));
}

rows.listen(details.open);
details.listen();
faults.listen();
byId('clear').addEventListener('click', () => call('DELETE', 'requests'));
connect();

const access = await call('GET', 'access');
byId('endpoint').textContent = access.endpoint;
byId('key').textContent = access.apiKey;
byId('secret').textContent = access.apiSecret;
examples.show(access);
