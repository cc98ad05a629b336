export { attribute, type Child, Html, html } from "../../domain/design/html.ts";
