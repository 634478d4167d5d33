// The platforms that a .vsix can be made for: VS Code's name for each, and what npm calls the same machine.

/** @typedef {{ os: string, cpu: string, libc?: "glibc" | "musl" }} Machine */

/** @type {Record<string, Machine>} */
export const PLATFORMS = {
  "linux-x64": { os: "linux", cpu: "x64", libc: "glibc" },
  "linux-arm64": { os: "linux", cpu: "arm64", libc: "glibc" },
  "alpine-x64": { os: "linux", cpu: "x64", libc: "musl" },
  "alpine-arm64": { os: "linux", cpu: "arm64", libc: "musl" },
  "darwin-x64": { os: "darwin", cpu: "x64" },
  "darwin-arm64": { os: "darwin", cpu: "arm64" },
  "win32-x64": { os: "win32", cpu: "x64" },
  "win32-arm64": { os: "win32", cpu: "arm64" },
};

/** The platform of this process. */
export function thisPlatform() {
  const name = Object.keys(PLATFORMS).find((candidate) => fits(PLATFORMS[candidate], thisMachine()));
  if (!name) throw new Error(`VS Code has no platform for ${process.platform}-${process.arch}`);
  return name;
}

/** Whether a package with these `os`, `cpu` and `libc` lists of its package.json (or lock entry) is for `machine`. */
export function isForMachine({ os, cpu, libc }, machine) {
  return accepts(os, machine.os) && accepts(cpu, machine.cpu) && accepts(libc, machine.libc);
}

/** @returns {Machine} */
export function thisMachine() {
  const libc = process.platform !== "linux" ? undefined : process.report.getReport().header.glibcVersionRuntime ? "glibc" : "musl";
  return { os: process.platform, cpu: process.arch, libc };
}

function accepts(list, value) {
  if (!list || value === undefined) return true;
  if (list.includes(`!${value}`)) return false;
  return list.every((item) => item.startsWith("!")) || list.includes(value);
}

const fits = (a, b) => a.os === b.os && a.cpu === b.cpu && a.libc === b.libc;
