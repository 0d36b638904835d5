// Draws the app icons into manifests/: an arrow that rises inside a clock's ring with a piece of time gone.
// Run by hand after a change: node scripts/draw-icons.mjs
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodePng } from './lib/png.mjs';

const manifests = fileURLToPath(new URL('../manifests/', import.meta.url));
const white = [255, 255, 255, 255];
const transparent = [255, 255, 255, 0];
/** accentColor in manifests/teams/manifest.json and background_color in manifests/slack/manifest.yaml. */
const indigo = [0x26, 0x33, 0x7a, 255];

const icons = [
  // Teams shows the colour icon cut to its own shape, so the ground fills the square and the drawing its middle half.
  { file: 'teams/color.png', size: 192, drawing: 104, stroke: 9, ground: indigo },
  { file: 'teams/outline.png', size: 32, drawing: 30, stroke: 2.4, ground: transparent },
  { file: 'slack/icon.png', size: 512, drawing: 320, stroke: 27, ground: indigo },
];

for (const icon of icons) writeFileSync(join(manifests, icon.file), draw(icon));

function draw({ size, drawing, stroke, ground }) {
  const pixels = Buffer.alloc(size * size * 4);
  const radius = (drawing - stroke) / 2;
  for (let y = 0; y < size; y += 1) {
    for (let x = 0; x < size; x += 1) {
      const distance = distanceToLines(x + 0.5 - size / 2, y + 0.5 - size / 2, radius);
      const coverage = Math.min(1, Math.max(0, 0.5 + stroke / 2 - distance));
      pixels.set(mix(ground, white, coverage), (y * size + x) * 4);
    }
  }
  return encodePng(size, size, pixels);
}

/** Distance of a point (0, 0 is the middle, y grows downwards) to the nearest line of the drawing. */
function distanceToLines(x, y, radius) {
  const reach = radius * 0.5;
  return Math.min(
    distanceToRing(x, y, radius),
    distanceToSegment(x, y, [0, reach], [0, -reach]),
    distanceToSegment(x, y, [0, -reach], [-reach * 0.8, -reach * 0.2]),
    distanceToSegment(x, y, [0, -reach], [reach * 0.8, -reach * 0.2]),
  );
}

/** A ring from two o'clock round to noon. */
function distanceToRing(x, y, radius) {
  const clock = (Math.atan2(x, -y) / (2 * Math.PI) + 1) % 1;
  const first = 2 / 12;
  if (clock >= first) return Math.abs(Math.hypot(x, y) - radius);
  const end = (turn) => [
    radius * Math.sin(turn * 2 * Math.PI),
    -radius * Math.cos(turn * 2 * Math.PI),
  ];
  return Math.min(...[end(0), end(first)].map(([ex, ey]) => Math.hypot(x - ex, y - ey)));
}

function distanceToSegment(x, y, [ax, ay], [bx, by]) {
  const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay));
}

function mix(from, to, share) {
  return from.map((value, index) => Math.round(value + (to[index] - value) * share));
}
