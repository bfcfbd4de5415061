/** Who may talk to the server: the browser that was given the first address. Everything here is checked before a body is read. */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

export interface Session {
  /** For the first address; 256 bits. */
  readonly token: string;
  readonly cookieName: string;
  isToken(token: string): boolean;
  setCookie(): string;
  hasCookie(headers: IncomingHttpHeaders): boolean;
}

/** Cookies do not know ports: the name keeps studios apart that run side by side. */
export function createSession(port: number): Session {
  const [token, secret] = [randomBytes(32).toString("base64url"), randomBytes(32).toString("base64url")];
  const cookieName = `weir-${port}`;
  return {
    token,
    cookieName,
    isToken: (given) => sameText(given, token),
    setCookie: () => `${cookieName}=${secret}; HttpOnly; SameSite=Strict; Path=/`,
    hasCookie: ({ cookie = "" }) =>
      cookie.split(";").some((one) => {
        const [name, ...value] = one.trim().split("=");
        return name === cookieName && sameText(value.join("="), secret);
      }),
  };
}

/**
 * The page's own address, or null. A page of another site that lets its name resolve to 127.0.0.1 has its own name here (DNS rebinding), and is refused.
 */
export function ownOrigin({ host }: IncomingHttpHeaders, port: number): string | null {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` ? `http://${host}` : null;
}

/** In time that does not depend on where they differ. */
function sameText(left: string, right: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
}
