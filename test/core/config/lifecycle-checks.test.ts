import { BlobConfig, type ConfigClassName, checkConfig, GcsConfig, S3Config } from "@glacier/core/config";
import { describe, expect, it } from "vitest";

/** Days and class of transitions, in the order in which they are written. */
type Steps = readonly (readonly [days: number, storageClass: string])[];

const ruleOf = (steps: Steps, rest: object = {}): object => ({
  transitions: steps.map(([days, storageClass]) => ({ days, storageClass })),
  ...rest,
});

/** What is said about one lifecycle rule: rule, severity and place. */
const foundIn = (className: ConfigClassName, ...rules: object[]): string[] =>
  checkConfig(className, { lifecycleRules: rules }).map(({ rule, severity, field }) => `${severity} ${rule} ${field}`);

const transition = "lifecycleRules[0].transitions";

describe("lifecycle rules of S3", () => {
  it.each<[string, Steps, object?]>([
    [
      "down the whole waterfall",
      [
        [30, "STANDARD_IA"],
        [60, "INTELLIGENT_TIERING"],
        [90, "GLACIER_IR"],
        [180, "GLACIER"],
        [270, "DEEP_ARCHIVE"],
      ],
    ],
    ["archived at once", [[0, "DEEP_ARCHIVE"]]],
    [
      "from one zone to the archive",
      [
        [30, "ONEZONE_IA"],
        [60, "GLACIER"],
      ],
    ],
    [
      "tiered at once",
      [
        [0, "INTELLIGENT_TIERING"],
        [1, "GLACIER"],
      ],
    ],
    [
      "written from cold to hot, though they happen from hot to cold",
      [
        [90, "GLACIER"],
        [30, "STANDARD_IA"],
      ],
    ],
    ["and removed after what is paid anyway", [[30, "STANDARD_IA"]], { expiration: { days: 60 } }],
  ])("may be: %s", (_what, steps, rest) => {
    expect(foundIn("S3Config", ruleOf(steps, rest))).toEqual([]);
    expect(() => new S3Config({ lifecycleRules: [ruleOf(steps, rest)] })).not.toThrow();
  });

  it.each<[string, Steps, string, object?]>([
    ["infrequent access before day 30", [[29, "STANDARD_IA"]], `${transition}[0].days`],
    ["one zone before day 30", [[0, "ONEZONE_IA"]], `${transition}[0].days`],
    [
      "the archive less than 30 days after infrequent access",
      [
        [30, "STANDARD_IA"],
        [59, "GLACIER"],
      ],
      `${transition}[1].storageClass`,
    ],
    [
      "from tiering to infrequent access",
      [
        [0, "INTELLIGENT_TIERING"],
        [60, "STANDARD_IA"],
      ],
      `${transition}[1].storageClass`,
    ],
    [
      "from one zone to several",
      [
        [30, "ONEZONE_IA"],
        [90, "GLACIER_IR"],
      ],
      `${transition}[1].storageClass`,
    ],
    [
      "out of the archive",
      [
        [0, "GLACIER"],
        [100, "GLACIER_IR"],
      ],
      `${transition}[1].storageClass`,
    ],
    [
      "out of the deep archive",
      [
        [0, "DEEP_ARCHIVE"],
        [200, "GLACIER"],
      ],
      `${transition}[1].storageClass`,
    ],
    [
      "a class twice",
      [
        [0, "GLACIER"],
        [100, "GLACIER"],
      ],
      `${transition}[1].storageClass`,
    ],
    ["removal before the last transition", [[100, "GLACIER"]], "lifecycleRules[0].expiration.days", { expiration: { days: 100 } }],
  ])("may not be: %s", (_what, steps, field, rest) => {
    expect(foundIn("S3Config", ruleOf(steps, rest))).toEqual([`error lifecycle-order ${field}`]);
    expect(() => new S3Config({ lifecycleRules: [ruleOf(steps, rest)] })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(`S3Config.${field}`) }),
    );
  });

  it("are looked at whether a rule has one transition or several", () => {
    expect(foundIn("S3Config", { transition: { days: 3, storageClass: "STANDARD_IA" } })).toEqual([
      "error lifecycle-order lifecycleRules[0].transition.days",
    ]);
  });

  it.each<[Steps, object]>([
    [[[30, "STANDARD_IA"]], { expiration: { days: 59 } }],
    [[[0, "GLACIER_IR"]], { expiration: { days: 89 } }],
    [
      [
        [0, "GLACIER"],
        [89, "DEEP_ARCHIVE"],
      ],
      {},
    ],
    [[[0, "DEEP_ARCHIVE"]], { expiration: { days: 179 } }],
  ])("that leave a class before its minimum is over are a warning: %j %j", (steps, rest) => {
    expect(foundIn("S3Config", ruleOf(steps, rest))).toEqual([`warning lifecycle-minimum-duration ${transition}[0]`]);
    expect(() => new S3Config({ lifecycleRules: [ruleOf(steps, rest)] })).not.toThrow();
  });

  it("of one id are refused, however many have none", () => {
    expect(foundIn("S3Config", { id: "a" }, {}, {}, { id: "a" })).toEqual(["error config-combination lifecycleRules[3].id"]);
  });
});

describe("lifecycle rules of every cloud", () => {
  it.each<ConfigClassName>(["S3Config", "BlobConfig", "GcsConfig"])("about former versions need versioning: %s", (className) => {
    const lifecycleRules = [{ noncurrentExpiration: { days: 3 } }];
    expect(checkConfig(className, { lifecycleRules })).toMatchObject([{ rule: "config-combination", severity: "warning" }]);
    expect(checkConfig(className, { lifecycleRules, versioning: true })).toEqual([]);
  });
});

describe("lifecycle rules of Azure", () => {
  it("warn of tiers that are left early", () => {
    expect(
      foundIn(
        "BlobConfig",
        ruleOf(
          [
            [0, "Cool"],
            [29, "Cold"],
            [119, "Archive"],
          ],
          { expiration: { days: 200 } },
        ),
      ),
    ).toEqual([`warning lifecycle-minimum-duration ${transition}[0]`, `warning lifecycle-minimum-duration ${transition}[2]`]);
  });

  it("have each tier once, and the archive only where it exists", () => {
    expect(
      foundIn(
        "BlobConfig",
        ruleOf([
          [10, "Cool"],
          [90, "Cool"],
        ]),
      ),
    ).toEqual([`error lifecycle-order ${transition}[1].storageClass`]);
    const lifecycleRules = [ruleOf([[10, "Archive"]])];
    expect(() => new BlobConfig({ replication: "GRS", lifecycleRules })).not.toThrow();
    expect(() => new BlobConfig({ replication: "GZRS", lifecycleRules })).toThrow(/lifecycleRules\[0\] moves blobs to "Archive"/);
  });
});

describe("lifecycle rules of Google Cloud", () => {
  it("move only to colder classes", () => {
    expect(
      foundIn(
        "GcsConfig",
        ruleOf([
          [30, "NEARLINE"],
          [90, "COLDLINE"],
          [365, "ARCHIVE"],
        ]),
      ),
    ).toEqual([]);
    expect(
      foundIn(
        "GcsConfig",
        ruleOf([
          [0, "COLDLINE"],
          [100, "NEARLINE"],
        ]),
      ),
    ).toEqual([`error lifecycle-order ${transition}[1].storageClass`]);
    expect(
      () =>
        new GcsConfig({
          lifecycleRules: [
            ruleOf([
              [0, "ARCHIVE"],
              [400, "COLDLINE"],
            ]),
          ],
        }),
    ).toThrow(/colder/);
  });

  it("warn of classes that are left early", () => {
    expect(foundIn("GcsConfig", ruleOf([[0, "ARCHIVE"]], { expiration: { days: 364 } }))).toEqual([
      `warning lifecycle-minimum-duration ${transition}[0]`,
    ]);
  });

  it("count the days that are paid from an object's creation, and take no move for its end", () => {
    const moves: Steps = [
      [20, "NEARLINE"],
      [30, "COLDLINE"],
    ];
    expect(foundIn("GcsConfig", ruleOf(moves))).toEqual([]);
    expect(foundIn("GcsConfig", ruleOf(moves, { expiration: { days: 90 } }))).toEqual([]);
    expect(foundIn("GcsConfig", ruleOf(moves, { expiration: { days: 89 } }))).toEqual([
      `warning lifecycle-minimum-duration ${transition}[1]`,
    ]);
    expect(foundIn("GcsConfig", ruleOf(moves, { expiration: { days: 30 } }))).toEqual([]);
    expect(foundIn("GcsConfig", ruleOf(moves, { expiration: { days: 29 } }))).toEqual([
      `warning lifecycle-minimum-duration ${transition}[0]`,
    ]);
    const own = (days: number): (string | undefined)[] =>
      checkConfig("GcsConfig", {
        storageClass: "COLDLINE",
        lifecycleRules: [ruleOf([[200, "ARCHIVE"]], { expiration: { days } }), ruleOf([[10, "ARCHIVE"]])],
      }).map(({ field }) => field);
    expect(own(90)).toEqual([]);
    expect(own(89)).toEqual(["lifecycleRules[0].expiration.days"]);
  });
});
