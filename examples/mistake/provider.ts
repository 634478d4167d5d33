import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";

export const provider = new Provider({
  config: new AzureConfig({ resourceGroup: "sales", location: "westeurope", storageAccount: "salesdata" }),
});
