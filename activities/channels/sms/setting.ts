import { TransportError } from "../errors.ts";

/** The parsed URL of a provider. */
export interface Setting {
  /** Host, with its port if one is given. */
  host: string;
  user: string;
  password: string;
  /** A value of the query. @throws {TransportError} SETTING: it is missing and has no default */
  get(name: string, otherwise?: string): string;
  /** The provider's code of one of our templates: `?template.DUBAN_ZH_DUE=SMS_123456`, otherwise our own name. */
  template(name: string): string;
}

/**
 * Parses the URL of a provider.
 * @param shape the expected format, for the error message
 * @throws {TransportError} SETTING; without the value, which contains a secret
 */
export function readSetting(value: string, shape: string): Setting {
  const scheme = value.slice(0, Math.max(value.indexOf(":"), 0));
  const wrong = (what: string) => new TransportError("SETTING", `SMS_URL ${scheme}: ${what}; expected ${shape}`);
  if (!URL.canParse(value)) throw wrong("cannot be read as a URL");
  const url = new URL(value);
  const decoded = (part: string): string => {
    try {
      return decodeURIComponent(part);
    } catch {
      throw wrong("has a % that is not part of a code such as %2F");
    }
  };
  const user = decoded(url.username);
  const password = decoded(url.password);
  if (url.host === "" || user === "" || password === "") throw wrong("has no host, user or password");
  return {
    host: url.host,
    user,
    password,
    get: (name, otherwise) => {
      const found = url.searchParams.get(name) || otherwise;
      if (found === undefined) throw wrong(`has no ${name}=`);
      return found;
    },
    template: (name) => url.searchParams.get(`template.${name}`) || name,
  };
}
