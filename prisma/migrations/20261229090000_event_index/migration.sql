-- The lines of a case are found by the index that keeps its chain from forking; the last of them stands with the case.
DROP INDEX "event_case_id_id_idx";
