import { cloudsThatFit } from "@glacier/core/clouds";
import { type ConfigClassName, type ConfigFieldInfo, configClasses, configFields, configKind } from "@glacier/core/config";

/** docs/configs.md: every config class with its fields, from the schemas that validate them. */
export function configTables(): [string, string][] {
  const names = Object.keys(configClasses) as ConfigClassName[];
  const text = `<!-- Written by \`npm run generate\` from the schemas in core/src/config. Do not edit. -->

# Configs and their values

Import them from \`@glacier/core/config\`. A wrong value throws \`ConfigValidationError\` (\`CONFIG_INVALID\`), a config of another cloud or resource
\`ConfigMismatchError\` (\`CONFIG_MISMATCH\`). Fields marked *secret* are never shown, not by \`toJSON\` and not in an error.

${names.map(section).join("\n")}`;
  return [["docs/configs.md", text]];
}

function section(name: ConfigClassName): string {
  return `## ${name}

${use(name)}

| field | allowed | default | |
| --- | --- | --- | --- |
${configFields(name).map(row).join("\n")}
`;
}

function use(name: ConfigClassName): string {
  const kind = configKind(name);
  if (kind === "provider") return "For `new Provider({ config })`.";
  const clouds = cloudsThatFit(name, kind).map(({ label }) => label);
  return `For \`provider.${kind}()\` on ${clouds.join(", ")}.`;
}

function row({ name, allowed, required, secret, description, ...field }: ConfigFieldInfo): string {
  const preset = field.default === undefined ? (required ? "**required**" : "") : `\`${JSON.stringify(field.default)}\``;
  return `| \`${name}\` | ${cell(allowed)} | ${preset} | ${cell(description)}${secret ? " *secret*" : ""} |`;
}

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
