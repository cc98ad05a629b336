-- People are found as somebody types, by any part of their name.
CREATE INDEX "person_words_idx" ON "person" USING GIN (search_words("name"));
