// fauxqs as a program of its own. Its command listens on every interface, so this asks its library for loopback.
import { buildApp } from "fauxqs";

console.log(`listening at ${await buildApp({ logger: false, host: "127.0.0.1" }).listen({ host: "127.0.0.1", port: 0 })}`);
