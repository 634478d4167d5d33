// Lets this process reach only this machine. Every other connection, datagram or look-up of a name fails with an error that says where it
// would have gone, and is written down in the file that GLACIER_NETWORK_LOG names, so that a test fails whose code swallows the error.
// Plain JavaScript: it is also preloaded into the Node processes that tests start (see no-network.ts).
import dgram from "node:dgram";
import dns from "node:dns";
import { appendFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import threads from "node:worker_threads";

// Everything that connects comes through here: net, tls, http, https, fetch, WebSocket.
const connect = net.Socket.prototype.connect;
net.Socket.prototype.connect = function (...args) {
  const { path, host, port } = target(args);
  if (path !== undefined || isHere(host)) return connect.apply(this, args);
  const error = forbidden(`${host}:${port}`);
  process.nextTick(() => this.destroy(error));
  return this;
};

const send = dgram.Socket.prototype.send;
dgram.Socket.prototype.send = function (...args) {
  const at = args.findIndex((arg, index) => index > 0 && typeof arg === "string");
  if (at !== -1 && !isHere(args[at])) throw forbidden(`${args[at]}:${args[at - 1]}`);
  return send.apply(this, args);
};

const bindTo = dgram.Socket.prototype.connect;
dgram.Socket.prototype.connect = function (port, ...rest) {
  if (typeof rest[0] === "string" && !isHere(rest[0])) throw forbidden(`${rest[0]}:${port}`);
  return bindTo.call(this, port, ...rest);
};

for (const name of Object.keys(dns)) {
  if (!/^(lookup$|resolve|reverse$)/.test(name)) continue;
  const ask = dns[name];
  dns[name] = (host, ...rest) => {
    if (isHere(host) || (name === "lookup" && net.isIP(host))) return ask(host, ...rest);
    const error = forbidden(`${host} (${name})`);
    const callback = rest.at(-1);
    if (typeof callback !== "function") throw error;
    process.nextTick(callback, error);
  };
  // Its own `resolve4` and so on are listed there, `lookupService` is not: it asks about an address that is known already.
  const askLater = dns.promises[name];
  if (!askLater) continue;
  dns.promises[name] = async (host, ...rest) => {
    if (isHere(host) || (name === "lookup" && net.isIP(host))) return askLater(host, ...rest);
    throw forbidden(`${host} (${name})`);
  };
}

// One of its own asks by itself, past the functions above.
for (const { prototype } of [dns.Resolver, dns.promises.Resolver]) {
  for (let methods = prototype; methods !== Object.prototype; methods = Object.getPrototypeOf(methods)) {
    for (const name of Object.getOwnPropertyNames(methods).filter((method) => /^(resolve|reverse$)/.test(method))) {
      methods[name] = (host) => {
        throw forbidden(`${host} (${name})`);
      };
    }
  }
}

// A thread has modules of its own, and a process that was hooked after its start does not hand the hook on to it.
threads.Worker = class extends threads.Worker {
  constructor(file, options = {}) {
    super(file, { ...options, execArgv: [...(options.execArgv ?? process.execArgv), `--require=${import.meta.filename}`] });
  }
};
syncBuiltinESMExports();

/** What `connect` is called with: what `net.connect` has normalised, options, a path, or a port and a host. */
function target([first, second]) {
  if (Array.isArray(first)) return target([first[0] ?? {}]);
  if (typeof first === "object" && first !== null)
    return { path: first.path ?? undefined, host: first.host || "localhost", port: first.port };
  if (typeof first === "string" && !/^\d+$/.test(first)) return { path: first };
  return { host: typeof second === "string" ? second : "localhost", port: first };
}

function isHere(host) {
  const name = String(host)
    .toLowerCase()
    .replace(/^\[|\]$/g, "");
  return /^(localhost|.+\.localhost|127(\.\d+){3}|(::ffff:)?127(\.\d+){3}|::1|::|0\.0\.0\.0)$/.test(name);
}

function forbidden(where) {
  const error = new Error(`A test may not leave this machine, and something asked for ${where}.`);
  if (process.env.GLACIER_NETWORK_LOG) appendFileSync(process.env.GLACIER_NETWORK_LOG, `${where}\n`);
  return Object.assign(error, { code: "ERR_GLACIER_NETWORK" });
}
