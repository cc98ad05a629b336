-- Sums of a year beside those of its months: a report of a year reads one row of an organization instead of twelve. Triggers keep
-- them, so that they hold whichever version of the program counts.
CREATE TABLE "report_year" (
    "shard" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL,
    "year" TEXT NOT NULL,
    "asked" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "overdue" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "credited" INTEGER NOT NULL,
    "waived" INTEGER NOT NULL,
    "self_declared" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "escalated" INTEGER NOT NULL,
    "depth" INTEGER NOT NULL,
    "days" INTEGER[],

    CONSTRAINT "report_year_pkey" PRIMARY KEY ("organization_id", "year")
    -- Each is written again when its shard is counted, which is each night.
) WITH (fillfactor = 70);

CREATE FUNCTION report_year_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE report_year SET
      asked = report_year.asked - o.asked, in_time = report_year.in_time - o.in_time, late = report_year.late - o.late,
      overdue = report_year.overdue - o.overdue, missed = report_year.missed - o.missed,
      credited = report_year.credited - o.credited, waived = report_year.waived - o.waived,
      self_declared = report_year.self_declared - o.self_declared, returns = report_year.returns - o.returns,
      escalated = report_year.escalated - o.escalated, depth = report_year.depth - o.depth,
      days = array(select one - other from unnest(report_year.days, o.days) with ordinality as n(one, other, place) order by place)
    FROM (
      SELECT shard, organization_id, left(month, 4) AS year,
        sum(asked) as asked, sum(in_time) as in_time, sum(late) as late, sum(overdue) as overdue, sum(missed) as missed,
        sum(credited) as credited, sum(waived) as waived, sum(self_declared) as self_declared, sum(returns) as returns,
        sum(escalated) as escalated, sum(depth) as depth,
        array[sum(days[1]), sum(days[2]), sum(days[3]), sum(days[4]), sum(days[5]), sum(days[6]), sum(days[7]), sum(days[8]),
          sum(days[9]), sum(days[10]), sum(days[11]), sum(days[12]), sum(days[13]), sum(days[14]), sum(days[15]), sum(days[16])]::int[] as days
      FROM old_rows GROUP BY shard, organization_id, left(month, 4)) o
    WHERE report_year.organization_id = o.organization_id AND report_year.year = o.year AND report_year.shard = o.shard;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO report_year (shard, organization_id, year,
      asked, in_time, late, overdue, missed, credited, waived, self_declared, returns, escalated, depth, days)
    SELECT shard, organization_id, left(month, 4),
      sum(asked) as asked, sum(in_time) as in_time, sum(late) as late, sum(overdue) as overdue, sum(missed) as missed,
      sum(credited) as credited, sum(waived) as waived, sum(self_declared) as self_declared, sum(returns) as returns,
      sum(escalated) as escalated, sum(depth) as depth,
      array[sum(days[1]), sum(days[2]), sum(days[3]), sum(days[4]), sum(days[5]), sum(days[6]), sum(days[7]), sum(days[8]),
        sum(days[9]), sum(days[10]), sum(days[11]), sum(days[12]), sum(days[13]), sum(days[14]), sum(days[15]), sum(days[16])]::int[] as days
    FROM new_rows GROUP BY shard, organization_id, left(month, 4)
    ON CONFLICT (organization_id, year) DO UPDATE SET
      asked = report_year.asked + excluded.asked, in_time = report_year.in_time + excluded.in_time,
      late = report_year.late + excluded.late, overdue = report_year.overdue + excluded.overdue,
      missed = report_year.missed + excluded.missed, credited = report_year.credited + excluded.credited,
      waived = report_year.waived + excluded.waived, self_declared = report_year.self_declared + excluded.self_declared,
      returns = report_year.returns + excluded.returns, escalated = report_year.escalated + excluded.escalated,
      depth = report_year.depth + excluded.depth,
      days = array(select one + other from unnest(report_year.days, excluded.days) with ordinality as n(one, other, place) order by place);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER report_year_added AFTER INSERT ON report_month
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_year_follows();
CREATE TRIGGER report_year_changed AFTER UPDATE ON report_month
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_year_follows();
CREATE TRIGGER report_year_removed AFTER DELETE ON report_month
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION report_year_follows();

INSERT INTO report_year (shard, organization_id, year,
  asked, in_time, late, overdue, missed, credited, waived, self_declared, returns, escalated, depth, days)
SELECT shard, organization_id, left(month, 4),
  sum(asked) as asked, sum(in_time) as in_time, sum(late) as late, sum(overdue) as overdue, sum(missed) as missed,
  sum(credited) as credited, sum(waived) as waived, sum(self_declared) as self_declared, sum(returns) as returns,
  sum(escalated) as escalated, sum(depth) as depth,
  array[sum(days[1]), sum(days[2]), sum(days[3]), sum(days[4]), sum(days[5]), sum(days[6]), sum(days[7]), sum(days[8]),
    sum(days[9]), sum(days[10]), sum(days[11]), sum(days[12]), sum(days[13]), sum(days[14]), sum(days[15]), sum(days[16])]::int[] as days
FROM report_month GROUP BY shard, organization_id, left(month, 4);

CREATE TABLE "report_duty_year" (
    "shard" INTEGER NOT NULL,
    "organization_id" TEXT NOT NULL DEFAULT '',
    "duty" TEXT NOT NULL,
    "year" TEXT NOT NULL,
    "asked" INTEGER NOT NULL,
    "in_time" INTEGER NOT NULL,
    "late" INTEGER NOT NULL,
    "overdue" INTEGER NOT NULL,
    "missed" INTEGER NOT NULL,
    "credited" INTEGER NOT NULL,
    "waived" INTEGER NOT NULL,
    "self_declared" INTEGER NOT NULL,
    "returns" INTEGER NOT NULL,
    "escalated" INTEGER NOT NULL,
    "depth" INTEGER NOT NULL,
    "days" INTEGER[],

    CONSTRAINT "report_duty_year_pkey" PRIMARY KEY ("organization_id", "duty", "year", "shard")
    -- Each is written again when its shard is counted, which is each night.
) WITH (fillfactor = 70);

CREATE INDEX "report_duty_year_duty_year_idx" ON "report_duty_year"("duty", "year") WHERE "organization_id" <> '';

CREATE FUNCTION report_duty_year_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE report_duty_year SET
      asked = report_duty_year.asked - o.asked, in_time = report_duty_year.in_time - o.in_time,
      late = report_duty_year.late - o.late, overdue = report_duty_year.overdue - o.overdue,
      missed = report_duty_year.missed - o.missed, credited = report_duty_year.credited - o.credited,
      waived = report_duty_year.waived - o.waived, self_declared = report_duty_year.self_declared - o.self_declared,
      returns = report_duty_year.returns - o.returns, escalated = report_duty_year.escalated - o.escalated,
      depth = report_duty_year.depth - o.depth,
      days = array(select one - other from unnest(report_duty_year.days, o.days) with ordinality as n(one, other, place) order by place)
    FROM (
      SELECT shard, organization_id, duty, left(month, 4) AS year,
        sum(asked) as asked, sum(in_time) as in_time, sum(late) as late, sum(overdue) as overdue, sum(missed) as missed,
        sum(credited) as credited, sum(waived) as waived, sum(self_declared) as self_declared, sum(returns) as returns,
        sum(escalated) as escalated, sum(depth) as depth,
        array[sum(days[1]), sum(days[2]), sum(days[3]), sum(days[4]), sum(days[5]), sum(days[6]), sum(days[7]), sum(days[8]),
          sum(days[9]), sum(days[10]), sum(days[11]), sum(days[12]), sum(days[13]), sum(days[14]), sum(days[15]), sum(days[16])]::int[] as days
      FROM old_rows GROUP BY shard, organization_id, duty, left(month, 4)) o
    WHERE report_duty_year.organization_id = o.organization_id AND report_duty_year.year = o.year AND report_duty_year.shard = o.shard AND report_duty_year.duty = o.duty;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO report_duty_year (shard, organization_id, duty, year,
      asked, in_time, late, overdue, missed, credited, waived, self_declared, returns, escalated, depth, days)
    SELECT shard, organization_id, duty, left(month, 4),
      sum(asked) as asked, sum(in_time) as in_time, sum(late) as late, sum(overdue) as overdue, sum(missed) as missed,
      sum(credited) as credited, sum(waived) as waived, sum(self_declared) as self_declared, sum(returns) as returns,
      sum(escalated) as escalated, sum(depth) as depth,
      array[sum(days[1]), sum(days[2]), sum(days[3]), sum(days[4]), sum(days[5]), sum(days[6]), sum(days[7]), sum(days[8]),
        sum(days[9]), sum(days[10]), sum(days[11]), sum(days[12]), sum(days[13]), sum(days[14]), sum(days[15]), sum(days[16])]::int[] as days
    FROM new_rows GROUP BY shard, organization_id, duty, left(month, 4)
    ON CONFLICT (organization_id, duty, year, shard) DO UPDATE SET
      asked = report_duty_year.asked + excluded.asked, in_time = report_duty_year.in_time + excluded.in_time,
      late = report_duty_year.late + excluded.late, overdue = report_duty_year.overdue + excluded.overdue,
      missed = report_duty_year.missed + excluded.missed, credited = report_duty_year.credited + excluded.credited,
      waived = report_duty_year.waived + excluded.waived,
      self_declared = report_duty_year.self_declared + excluded.self_declared,
      returns = report_duty_year.returns + excluded.returns,
      escalated = report_duty_year.escalated + excluded.escalated, depth = report_duty_year.depth + excluded.depth,
      days = array(select one + other from unnest(report_duty_year.days, excluded.days) with ordinality as n(one, other, place) order by place);
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER report_duty_year_added AFTER INSERT ON report_duty_month
  REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_duty_year_follows();
CREATE TRIGGER report_duty_year_changed AFTER UPDATE ON report_duty_month
  REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION report_duty_year_follows();
CREATE TRIGGER report_duty_year_removed AFTER DELETE ON report_duty_month
  REFERENCING OLD TABLE AS old_rows FOR EACH STATEMENT EXECUTE FUNCTION report_duty_year_follows();

INSERT INTO report_duty_year (shard, organization_id, duty, year,
  asked, in_time, late, overdue, missed, credited, waived, self_declared, returns, escalated, depth, days)
SELECT shard, organization_id, duty, left(month, 4),
  sum(asked) as asked, sum(in_time) as in_time, sum(late) as late, sum(overdue) as overdue, sum(missed) as missed,
  sum(credited) as credited, sum(waived) as waived, sum(self_declared) as self_declared, sum(returns) as returns,
  sum(escalated) as escalated, sum(depth) as depth,
  array[sum(days[1]), sum(days[2]), sum(days[3]), sum(days[4]), sum(days[5]), sum(days[6]), sum(days[7]), sum(days[8]),
    sum(days[9]), sum(days[10]), sum(days[11]), sum(days[12]), sum(days[13]), sum(days[14]), sum(days[15]), sum(days[16])]::int[] as days
FROM report_duty_month GROUP BY shard, organization_id, duty, left(month, 4);
