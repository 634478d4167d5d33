// Draws media/icon.png, the extension's icon in the marketplace: an iceberg whose waterline is a pipeline.
// `node scripts/icon.ts` writes it; a test compares the pixels, so that file and drawing stay one.
import * as fs from "node:fs";
import * as path from "node:path";
import { crc32, deflateSync } from "node:zlib";

const SIZE = 256;
/** Each pixel is the mean of so many samples a side. */
const SAMPLES = 4;

type Rgb = readonly [red: number, green: number, blue: number];
type Point = readonly [x: number, y: number];

interface Shape {
  covers(x: number, y: number): boolean;
  colour(x: number, y: number): Rgb;
}

/** Later shapes lie on earlier ones. Coordinates are pixels of the finished icon. */
function drawing(): Shape[] {
  const ice = (top: string, bottom: string) => gradient(hex(top), hex(bottom), 40, 190);
  const white = flat(hex("#ffffff"));
  const line = flat(hex("#7fd4ff"));
  const peak: Point = [112, 40];
  const waterline = 176;
  const nodes: Point[] = [
    [56, 206],
    [128, 206],
    [200, 206],
  ];
  return [
    { covers: roundedSquare(0, 0, SIZE, SIZE, 54), colour: gradient(hex("#16508a"), hex("#071a33"), 0, SIZE) },
    // The smaller berg behind, its two faces.
    polygon(
      [
        [176, 84],
        [150, waterline],
        [184, waterline],
      ],
      ice("#8cc9f0", "#4f97d1"),
    ),
    polygon(
      [
        [176, 84],
        [184, waterline],
        [226, waterline],
      ],
      ice("#5fa6dc", "#2f6fae"),
    ),
    // The berg: four faces from the light to the shade.
    polygon([peak, [34, waterline], [80, waterline]], ice("#ffffff", "#c9ebff")),
    polygon([peak, [80, waterline], [108, 112]], ice("#f3fbff", "#a9dcfb")),
    polygon(
      [
        [108, 112],
        [80, waterline],
        [132, waterline],
      ],
      ice("#d3efff", "#7cc3f0"),
    ),
    polygon([peak, [108, 112], [132, waterline], [146, 118]], ice("#bfe6ff", "#6cb6e8")),
    polygon([peak, [146, 118], [132, waterline], [180, waterline]], ice("#93d0f7", "#4189c8")),
    // The pipeline.
    bar(nodes[0], nodes[2], 4, line),
    ...nodes.flatMap((centre) => [disc(centre, 15, flat(hex("#0b2a4d"))), disc(centre, 13, line), disc(centre, 6.5, white)]),
  ];
}

const flat = (colour: Rgb) => (): Rgb => colour;

/** From one colour at height `from` to another at height `to`. */
function gradient(top: Rgb, bottom: Rgb, from: number, to: number) {
  return (_x: number, y: number): Rgb => {
    const share = Math.min(1, Math.max(0, (y - from) / (to - from)));
    const mix = (index: 0 | 1 | 2): number => top[index] + (bottom[index] - top[index]) * share;
    return [mix(0), mix(1), mix(2)];
  };
}

function polygon(points: readonly Point[], colour: Shape["colour"]): Shape {
  const covers = (x: number, y: number): boolean => {
    let inside = false;
    points.forEach(([x1, y1], index) => {
      const [x2, y2] = points[(index + 1) % points.length] ?? [x1, y1];
      if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
    });
    return inside;
  };
  return { covers, colour };
}

const disc = ([cx, cy]: Point, radius: number, colour: Shape["colour"]): Shape => ({
  covers: (x, y) => Math.hypot(x - cx, y - cy) <= radius,
  colour,
});

/** A level line with a width. */
function bar(from: Point | undefined, to: Point | undefined, halfWidth: number, colour: Shape["colour"]): Shape {
  if (!from || !to) throw new Error("A line needs two ends.");
  return { covers: (x, y) => x >= from[0] && x <= to[0] && Math.abs(y - from[1]) <= halfWidth, colour };
}

function roundedSquare(left: number, top: number, right: number, bottom: number, radius: number) {
  return (x: number, y: number): boolean => {
    const dx = Math.max(left + radius - x, 0, x - (right - radius));
    const dy = Math.max(top + radius - y, 0, y - (bottom - radius));
    return Math.hypot(dx, dy) <= radius;
  };
}

function hex(text: string): Rgb {
  const value = Number.parseInt(text.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

/** RGBA rows, the topmost shape winning at each sample. */
function render(shapes: readonly Shape[]): Buffer {
  const topFirst = shapes.toReversed();
  const pixels = Buffer.alloc(SIZE * SIZE * 4);
  for (let y = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++) {
      const sum = [0, 0, 0];
      let covered = 0;
      for (let sample = 0; sample < SAMPLES * SAMPLES; sample++) {
        const sx = x + ((sample % SAMPLES) + 0.5) / SAMPLES;
        const sy = y + (Math.floor(sample / SAMPLES) + 0.5) / SAMPLES;
        const shape = topFirst.find((candidate) => candidate.covers(sx, sy));
        if (!shape) continue;
        covered++;
        shape.colour(sx, sy).forEach((value, channel) => {
          sum[channel] = (sum[channel] ?? 0) + value;
        });
      }
      const offset = (y * SIZE + x) * 4;
      sum.forEach((value, channel) => {
        pixels[offset + channel] = covered === 0 ? 0 : Math.round(value / covered);
      });
      pixels[offset + 3] = Math.round((covered / (SAMPLES * SAMPLES)) * 255);
    }
  }
  return pixels;
}

/** PNG: signature, header, one deflated block of rows (each with filter 0), end. */
export function encodePng(pixels: Buffer, size: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header.set([8, 6, 0, 0, 0], 8); // 8 bits a channel, RGBA, no interlacing
  const stride = size * 4;
  const rows = Buffer.alloc((stride + 1) * size);
  for (let y = 0; y < size; y++) pixels.copy(rows, y * (stride + 1) + 1, y * stride, (y + 1) * stride);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(rows, { level: 9 })), chunk("IEND", Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

export const drawIcon = (): Buffer => encodePng(render(drawing()), SIZE);

if (process.argv[1] === import.meta.filename) fs.writeFileSync(path.join(import.meta.dirname, "..", "media", "icon.png"), drawIcon());
