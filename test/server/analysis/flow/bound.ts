import type { Programs } from "./programs.ts";

/** Methods of a provider that are handed on. */
export const bound: Programs = {
  silent: {
    "a bound method with its name": `const make = aws.bucket.bind(aws, "raw-a"); make({ config: new S3Config() });`,
    "bound methods in a list": `["raw-a", "raw-b"].map((name) => aws.bucket.bind(aws, name)).forEach((make) => make({ config: new S3Config() }));`,
    "a method called on another provider": `aws.bucket.call(azure, "raw-a", { config: new BlobConfig() });`,
    "a method called on what is not known": `azure.bucket.call(unknown(), "raw-a", { config: new S3Config() });`,
    "a method applied to a list that is not known": `azure.bucket.apply(azure, unknown());`,
  },
  certain: {
    "a bound method": `const make = azure.bucket.bind(azure); ⟦make("raw-a", { config: new S3Config() })⟧;`,
    "a bound method with its name": `const make = azure.bucket.bind(azure, "raw-a"); ⟦make({ config: new S3Config() })⟧;`,
    "a method bound to another provider": `const make = aws.bucket.bind(azure, "raw-a"); ⟦make({ config: new S3Config() })⟧;`,
    "a method called on another provider": `⟦aws.bucket.call(azure, "raw-a", { config: new S3Config() })⟧;`,
    "a method applied to a list": `⟦aws.bucket.apply(azure, ["raw-a", { config: new S3Config() }])⟧;`,
  },
};
