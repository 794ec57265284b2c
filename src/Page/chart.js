import { byId } from './dom.js';

const kinds = ['accepted', 'refused', 'throttled', 'failed'];
const width = 600;
const height = 100;

function shape(name, attributes) {
  const node = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
}

/** Draws the requests of each second, stacked by their outcome, below the limit per second; returns how many the last whole second has. */
export function draw(seconds, limit) {
  const sums = seconds.map(second => kinds.reduce((sum, kind) => sum + second[kind], 0));
  const top = 1.1 * Math.max(limit ?? 1, ...sums);
  const bar = width / seconds.length;
  const shapes = [];
  seconds.forEach((second, index) => {
    let y = height;
    for (const kind of kinds.filter(kind => second[kind] > 0)) {
      // A single batch stays visible.
      const size = Math.max(2, height * second[kind] / top);
      y -= size;
      shapes.push(shape('rect', { class: kind, x: index * bar, y, width: bar - 1, height: size }));
    }
  });
  if (limit) {
    const y = height - height * limit / top;
    shapes.push(shape('line', { class: 'limit', x1: 0, x2: width, y1: y, y2: y }));
  }
  byId('chart').replaceChildren(...shapes);

  // The last one is still running.
  return sums.at(-2);
}
