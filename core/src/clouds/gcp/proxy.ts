/** Whether the library would send a request through a proxy: it makes that connection itself, since it knows how. */
export function goesThroughProxy(address: string, environment: NodeJS.ProcessEnv): boolean {
  const proxies = ["HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"].filter((name) => (environment[name] ?? "") !== "");
  if (proxies.length === 0) return false;
  const { hostname, origin, href } = new URL(address);
  const rules = (environment.NO_PROXY ?? environment.no_proxy ?? "").split(",").map((rule) => rule.trim());
  return !rules.some((rule) =>
    /^(\*\.|\.)/.test(rule) ? hostname.endsWith(rule.replace(/^\*/, "")) : rule === "*" || [hostname, origin, href].includes(rule),
  );
}
