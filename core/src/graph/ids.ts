/** Node ids, derived from names alone so that the graph read from source equals the graph recorded at run time. */
export const providerId = (provider: string): string => `provider:${provider}`;
export const bucketId = (provider: string, resource: string): string => `bucket:${provider}/${resource}`;
export const serverlessId = (provider: string, resource: string): string => `serverless:${provider}/${resource}`;
export const environmentId = (provider: string, resource: string): string => `environment:${provider}/${resource}`;
export const pipelineId = (pipeline: string): string => `pipeline:${pipeline}`;
export const stepId = (pipeline: string, step: string): string => `step:${pipeline}/${step}`;
