import { expect, it } from "vitest";
import { credentialsFiles } from "../../../../core/src/clouds/gcp/credentials-file.ts";
import { storageAddress } from "../../../../core/src/clouds/gcp/endpoint.ts";
import { goesThroughProxy } from "../../../../core/src/clouds/gcp/proxy.ts";

const STORAGE = "https://storage.googleapis.com";
const credentialsFile = "account.json";

it.each([
  ["Cloud Storage itself", {}, {}, { origin: STORAGE, custom: false, anonymous: false }],
  ["an emulator", { endpoint: "http://gcs:4443/" }, {}, { origin: "http://gcs:4443", custom: true, anonymous: true }],
  ["the variable, with a scheme or without", {}, { STORAGE_EMULATOR_HOST: "gcs:4443" }, { origin: "http://gcs:4443", anonymous: true }],
  ["the config before the variable", { endpoint: "http://a" }, { STORAGE_EMULATOR_HOST: "http://b" }, { origin: "http://a" }],
  ["a private endpoint with credentials", { endpoint: "https://private.example", credentialsFile }, {}, { anonymous: false }],
  ["this machine with credentials", { endpoint: "http://127.0.0.1:1", credentialsFile }, {}, { anonymous: false }],
  ["another machine, unencrypted, without credentials", { endpoint: "http://gcs:1", credentialsFile }, {}, { anonymous: true }],
  ["Google's own private address with credentials", { endpoint: "https://restricted.googleapis.com" }, {}, { anonymous: false }],
  ["a region's own address with credentials", { endpoint: "https://storage.europe-west3.rep.googleapis.com" }, {}, { anonymous: false }],
  ["what only looks like Google's without credentials", { endpoint: "https://googleapis.com.example" }, {}, { anonymous: true }],
  ["Cloud Storage itself for a blank variable", {}, { STORAGE_EMULATOR_HOST: " " }, { origin: STORAGE, custom: false }],
  ["an emulator that is named with the API's path", { endpoint: "http://gcs:1/storage/v1/" }, {}, { origin: "http://gcs:1" }],
  [
    "the variable's emulator without credentials",
    { endpoint: "http://127.0.0.1:1", credentialsFile },
    { STORAGE_EMULATOR_HOST: "127.0.0.1:1" },
    { anonymous: true },
  ],
])("asks %s", (_, provider, environment, expected) => {
  expect(storageAddress(provider, environment)).toMatchObject(expected);
});

it.each([
  [{ endpoint: "https://gateway.example/gcs" }, {}, "GcpConfig.endpoint"],
  [{}, { STORAGE_EMULATOR_HOST: "not a host" }, "STORAGE_EMULATOR_HOST"],
  [{}, { STORAGE_EMULATOR_HOST: "ftp://gcs:1" }, "STORAGE_EMULATOR_HOST"],
])("refuses an address that is none: %o %o", (provider, environment, namedBy) => {
  expect(() => storageAddress(provider, environment)).toThrow(
    expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(namedBy) }),
  );
});

it.each([
  ["the config", { credentialsFile: "/a.json" }, { GOOGLE_APPLICATION_CREDENTIALS: "/b.json", HOME: "/home/me" }, ["/a.json"]],
  ["the variable", {}, { GOOGLE_APPLICATION_CREDENTIALS: "/b.json", HOME: "/home/me" }, ["/b.json"]],
  ["gcloud's folder", {}, { CLOUDSDK_CONFIG: "/gcloud" }, ["/gcloud/application_default_credentials.json"]],
  ["nowhere", {}, {}, []],
])("looks for credentials where %s says", (_, provider, environment, paths) => {
  expect(credentialsFiles(provider, environment).map(({ path }) => path.replaceAll("\\", "/").replace(/^[A-Z]:/, ""))).toEqual(paths);
});

it.each([
  [{}, false],
  [{ HTTPS_PROXY: "http://proxy" }, true],
  [{ http_proxy: "http://proxy", NO_PROXY: "localhost, storage.googleapis.com" }, false],
  [{ HTTPS_PROXY: "http://proxy", no_proxy: ".googleapis.com" }, false],
  [{ HTTPS_PROXY: "http://proxy", no_proxy: "*.googleapis.com" }, false],
  [{ HTTPS_PROXY: "http://proxy", NO_PROXY: "googleapis.com,,other" }, true],
  [{ HTTPS_PROXY: "http://proxy", NO_PROXY: "*" }, false],
])("knows whether requests go through a proxy: %o", (environment, expected) => {
  expect(goesThroughProxy(STORAGE, environment)).toBe(expected);
});
