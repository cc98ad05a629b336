import { type Address, type Addresses, addressKinds } from "../../domain/channels/channel.ts";
import { addressOf, channelsOf } from "../../domain/channels/index.ts";

/** Addresses for `--json`: for each kind its value (`email`) and its state (`emailState`). */
export const addressData = (addresses: Addresses): Record<string, string | null> =>
  Object.fromEntries(
    addressKinds.flatMap((kind) => {
      const states = channelsOf(kind).flatMap((channel) => addresses[channel]?.state ?? []);
      return [
        [kind, addressOf({ addresses }, kind)],
        [`${kind}State`, states.find((state) => state !== "ok") ?? "ok"],
      ];
    }),
  );

/** An address as text, with its state if it does not work. */
export const addressText = (address: Address | undefined, value = address?.value ?? ""): string =>
  !address || address.state === "ok" ? value : `${value} (${address.state})`;
