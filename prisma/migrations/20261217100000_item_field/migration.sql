-- The item of a checklist that a file shows is named by its field (`field`), as forms call it; it was `ask`.
update "evidence" set "data" = jsonb_build_object('field', "data"->'ask', 'item', "data"->'item')
where "type" = 'file' and "data" ? 'ask';
