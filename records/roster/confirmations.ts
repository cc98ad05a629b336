import { createHmac } from "node:crypto";

/** Token by which the owner of an address confirms that a submitted matter is theirs. Valid for that matter and that address only. */
export const confirmationToken = (secretKey: string, caseId: string, address: string): string =>
  createHmac("sha256", secretKey)
    .update(JSON.stringify(["confirm", caseId, address]))
    .digest("base64url")
    .slice(0, 32);

/** Path of the confirmation page. */
export const confirmationPath = (secretKey: string, caseId: string, address: string): string =>
  `/confirm/${caseId}.${confirmationToken(secretKey, caseId, address)}`;
