// The platforms that a .vsix can be made for: VS Code's name for each, and what npm calls the same machine.

export interface Machine {
  os: string;
  cpu: string;
  libc?: "glibc" | "musl";
}

/** What a package.json or a lock entry says about the machines a package is for; nothing means all. */
export interface PlatformLimits {
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

export const PLATFORMS: Record<string, Machine> = {
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
export function thisPlatform(): string {
  const { os, cpu, libc } = thisMachine();
  const found = Object.entries(PLATFORMS).find(([, machine]) => machine.os === os && machine.cpu === cpu && machine.libc === libc);
  if (!found) throw new Error(`VS Code has no platform for ${os}-${cpu}`);
  return found[0];
}

/** Whether a package with these `os`, `cpu` and `libc` lists of its package.json (or lock entry) is for `machine`. */
export function isForMachine({ os, cpu, libc }: PlatformLimits, machine: Machine): boolean {
  return accepts(os, machine.os) && accepts(cpu, machine.cpu) && accepts(libc, machine.libc);
}

/** The machine of this process. */
export function thisMachine(): Machine {
  const { platform: os, arch: cpu } = process;
  return os === "linux" ? { os, cpu, libc: usesGlibc() ? "glibc" : "musl" } : { os, cpu };
}

function usesGlibc(): boolean {
  // The typings leave the report's content open.
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  return header.glibcVersionRuntime !== undefined;
}

function accepts(list: string[] | undefined, value: string | undefined): boolean {
  if (!list || value === undefined) return true;
  if (list.includes(`!${value}`)) return false;
  return list.every((item) => item.startsWith("!")) || list.includes(value);
}
