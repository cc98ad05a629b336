-- Receipts are counted by the address that somebody typed.
CREATE INDEX "direct_message_address_created_at_idx" ON "direct_message"("address", "created_at");
