// A file of its own, so that a bundler that splits gives the lazily loaded CommonJS package its named export.
export { ts } from "ts-morph";
