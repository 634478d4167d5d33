import * as z from "zod";
import { fact } from "./fact.ts";

/** Text that says something. */
export const text = (): z.ZodString => z.string().min(1);

/** A name, id or URL of a known form; `allowed` is the end of "allowed is …". */
export const pattern = (form: RegExp, allowed: string): z.ZodString => z.string().regex(form, allowed).meta({ allowed });

/** Whole numbers within limits. */
export const whole = (min: number, max?: number): z.ZodInt => (max === undefined ? z.int().min(min) : z.int().min(min).max(max));

/** Where a service is reached instead of the vendor's own address: an emulator, a proxy, a private endpoint. */
export const endpoint = (): z.ZodString =>
  pattern(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'an http or https URL without user, password or query, such as "http://127.0.0.1:9000"');

/** A role of AWS. */
export const roleArn = (): z.ZodString =>
  pattern(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, 'the ARN of a role, such as "arn:aws:iam::123456789012:role/etl"');

/** A service account of Google Cloud. */
export const serviceAccount = (): z.ZodString => pattern(/^[^\s@]+@[^\s@]+$/, "the e-mail address of a service account");

/** Environment variables of a function. Their values are shown nowhere. */
export const environment = (): z.ZodRecord<z.ZodString, z.ZodString> =>
  z.record(pattern(/^[A-Za-z_][A-Za-z0-9_]*$/, "a name of letters, digits and _"), z.string());

/** AWS regions of S3, in the order of the client's enum, and `us-east-1`, which has no location constraint. */
export const awsRegions = fact(
  [
    "us-east-1",
    "af-south-1",
    "ap-east-1",
    "ap-east-2",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ap-southeast-5",
    "ap-southeast-6",
    "ap-southeast-7",
    "ca-central-1",
    "ca-west-1",
    "cn-north-1",
    "cn-northwest-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "mx-central-1",
    "sa-east-1",
    "us-east-2",
    "us-gov-east-1",
    "us-gov-west-1",
    "us-west-1",
    "us-west-2",
  ],
  "@aws-sdk/client-s3 BucketLocationConstraint, plus us-east-1",
  "2026-11",
);

/** The shape of an AWS region, so that a new region is a warning and not an error. */
export const AWS_REGION_SHAPE = /^(eusc-)?[a-z]{2}(-gov|-iso[a-z]?)?-[a-z]+-\d$/;
