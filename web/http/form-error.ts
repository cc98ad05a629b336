/**
 * A form that could not be read: `FORM` malformed or cut off · `FORM_SIZE` larger than its route accepts · `FORM_FIELDS` too many fields ·
 * `FORM_TOKEN` not from one of our pages · `FORM_SLOW` received too slowly · `FORM_ROOM` too many bodies are being read
 */
export class FormError extends Error {
  override readonly name = "FormError";
  readonly code: "FORM" | "FORM_SIZE" | "FORM_FIELDS" | "FORM_TOKEN" | "FORM_SLOW" | "FORM_ROOM";
  constructor(code: FormError["code"], message: string) {
    super(message);
    this.code = code;
  }
}
