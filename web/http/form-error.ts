/**
 * A form that was not read: `FORM` malformed or cut off · `FORM_SIZE` larger than its route takes · `FORM_FIELDS` more fields than a
 * form may have · `FORM_TOKEN` from no page of ours · `FORM_SLOW` came in too slowly · `FORM_ROOM` too much is being read already
 */
export class FormError extends Error {
  override readonly name = "FormError";
  readonly code: "FORM" | "FORM_SIZE" | "FORM_FIELDS" | "FORM_TOKEN" | "FORM_SLOW" | "FORM_ROOM";
  constructor(code: FormError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
