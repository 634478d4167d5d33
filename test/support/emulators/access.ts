/** How to reach an emulator: plain data, since it is handed from the process that starts the servers to those of the tests. */
export interface S3Access extends S3Keys {
  endpoint: string;
  region: string;
}

/** The same server, which knows who asks. */
export interface S3FullAccess extends S3Access {
  /** A user of the server who may touch nothing that is not theirs. */
  stranger: S3Keys;
}

export interface S3Keys {
  accessKeyId: string;
  secretAccessKey: string;
}

export interface AzureAccess extends AzureAccount {
  /** A second account, whose key is no key to the first one. */
  stranger: AzureAccount;
}

export interface AzureAccount {
  /** With the account's name as its path: `http://127.0.0.1:10000/devstoreaccount1`. */
  endpoint: string;
  account: string;
  accountKey: string;
}

export interface GcsAccess {
  /** Without a path: `http://127.0.0.1:4443`. */
  endpoint: string;
  project: string;
}
