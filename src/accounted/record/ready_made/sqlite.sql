-- The tables of a new record in SQLite. Made by tests/record/generated_schema.py.
-- Django 5.2
-- record.0001_initial sha256:f95f3458091ff5a7be197a139b2c7605011c5cc798db4e088c0b0be37b5cbd7b
-- record.0002_second_readings_tombstones_intake_facts sha256:4207659f6c21df9ebdbf975961eb7eab8aa164dc17e092c47db766202caf3d11
-- record.0003_identifying sha256:d73890fd996312b719269d3a7560fb5847b2501a893ce02c72e78d9ba434299c
-- record.0004_lists_and_linking sha256:974693cc113a391943650cdf5199810c03c15031153f9cde672a8f61a94306e1
-- record.0005_restrictions sha256:b3a160c53226907310f00ac0f97d82620e8cce709d66fe5482975b866e88daf0
-- record.0007_review sha256:3e1695850d4fb341f097b5c78c183111b212268734314f6251bbce4bee551924
-- record.0008_looking_up sha256:dbf74821d46807ec1528483d9487dadf1607709e9a0152e13f0391d822f6b47d

CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);

CREATE TABLE "record_archiveidentity" ("id" smallint unsigned NOT NULL PRIMARY KEY CHECK ("id" >= 0), "archive" varchar(80) NOT NULL, "format_version" integer unsigned NOT NULL CHECK ("format_version" >= 0), "applied" bigint NOT NULL, "items" bigint NOT NULL, CONSTRAINT "identity_is_one_row" CHECK ("id" = 1));

CREATE TABLE "record_custodyevent" ("seq" bigint NOT NULL PRIMARY KEY, "time" datetime NOT NULL, "event" varchar(48) NOT NULL, "item" varchar(32) NULL, "sha256" varchar(64) NULL, "size" bigint NULL, "agent" varchar(80) NOT NULL, "tool" varchar(120) NULL, "derived_from" varchar(64) NULL, "line_sha256" varchar(64) NOT NULL);

CREATE TABLE "record_decision" ("id" varchar(40) NOT NULL PRIMARY KEY, "seq" bigint NOT NULL UNIQUE, "kind" varchar(48) NOT NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "reason" text NULL, "subject_kind" varchar(24) NULL, "subject_id" varchar(40) NULL, "content" text NOT NULL CHECK ((JSON_VALID("content") OR "content" IS NULL)), "erased" bool NOT NULL, CONSTRAINT "decision_logged_once" UNIQUE ("id", "seq"));

CREATE TABLE "record_claim" ("id" varchar(40) NOT NULL PRIMARY KEY, "local_id" varchar(48) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "kind" varchar(16) NOT NULL, "modality" varchar(48) NOT NULL, "confidentiality" varchar(48) NOT NULL, "scare_quotes" bool NOT NULL, "extent" text NULL, "rule" varchar(64) NULL, "origin" varchar(8) NOT NULL, "proposition" text NULL CHECK ((JSON_VALID("proposition") OR "proposition" IS NULL)), "subject_kind" varchar(24) NULL, "subject_id" varchar(40) NULL, "speaker_text" text NULL, "speaker_start" bigint NULL, "speaker_end" bigint NULL, "speaker_inferred" bool NOT NULL, "speaker_name" varchar(400) NULL, "speaker_role" text NULL, "speaker_organisation" text NULL, "via" text NOT NULL CHECK ((JSON_VALID("via") OR "via" IS NULL)), "place_text" text NULL, "place_start" bigint NULL, "place_end" bigint NULL, "place_name" varchar(200) NULL, "place_kind" varchar(16) NULL, "place_country" varchar(2) NULL, "place_geonames" bigint NULL, "place_iso3166_2" varchar(8) NULL, "place_lat" real NULL, "place_lon" real NULL, "place_match" varchar(24) NULL, "place_score" real NULL, "place_inferred" bool NOT NULL, "place_candidates" integer unsigned NOT NULL CHECK ("place_candidates" >= 0), "place_reason" text NULL, "date_text" text NULL, "date_edtf" varchar(120) NULL, "date_role" varchar(48) NULL, "date_start" bigint NULL, "date_end" bigint NULL, "date_inferred" bool NOT NULL, "date_earliest" date NULL, "date_latest" date NULL, "dates" text NOT NULL CHECK ((JSON_VALID("dates") OR "dates" IS NULL)), "party_text" text NULL, "party_start" bigint NULL, "party_end" bigint NULL, "party_inferred" bool NOT NULL, "party_actor" text NULL, "corrects_id" varchar(40) NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" varchar(40) NOT NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "excerpt_id" varchar(40) NOT NULL REFERENCES "record_excerpt" ("id") DEFERRABLE INITIALLY DEFERRED, "reading_id" varchar(40) NULL REFERENCES "record_reading" ("id") DEFERRABLE INITIALLY DEFERRED, "particulars" text NULL CHECK ((JSON_VALID("particulars") OR "particulars" IS NULL)), CONSTRAINT "claim_once_in_a_reading" UNIQUE ("reading_id", "local_id", "version"), CONSTRAINT "claim_of_a_known_kind" CHECK ("kind" IN ('tally', 'site', 'finding', 'act', 'denial', 'investigation', 'testimony')), CONSTRAINT "claim_version_counts_corrections" CHECK ((("corrects_id" IS NULL AND "version" = 1) OR ("corrects_id" IS NOT NULL AND "version" > 1))), CONSTRAINT "claim_dates_in_order" CHECK ("date_earliest" <= ("date_latest")), CONSTRAINT "claim_by_machine_has_its_reading" CHECK (("origin" = 'human' OR "reading_id" IS NOT NULL)));

CREATE TABLE "record_claim_further_excerpts" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "excerpt_id" varchar(40) NOT NULL REFERENCES "record_excerpt" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_agent" ("id" varchar(40) NOT NULL PRIMARY KEY, "pseudonym" varchar(40) NOT NULL UNIQUE, "name" text NULL, "roles" text NOT NULL CHECK ((JSON_VALID("roles") OR "roles" IS NULL)), "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_actor" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "name" varchar(300) NOT NULL, "type" varchar(48) NOT NULL, "country" varchar(2) NULL, "period" varchar(120) NULL, "aliases" text NOT NULL CHECK ((JSON_VALID("aliases") OR "aliases" IS NULL)), "unit_designation" text NULL, "commanders" text NOT NULL CHECK ((JSON_VALID("commanders") OR "commanders" IS NULL)), "side" varchar(8) NULL, "areas" text NOT NULL CHECK ((JSON_VALID("areas") OR "areas" IS NULL)), "ucdp_id" varchar(24) NULL, "acled_id" varchar(24) NULL, "wikidata" varchar(24) NULL, "parent_id" varchar(40) NULL REFERENCES "record_actor" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "actor_has_a_name" CHECK (NOT ("name" = '')), CONSTRAINT "actor_not_its_own_parent" CHECK (("parent_id" IS NULL OR NOT ("parent_id" = ("id") AND "parent_id" IS NOT NULL))));

CREATE TABLE "record_act" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "type" varchar(48) NOT NULL, "label_as_written" text NULL, "methods" text NOT NULL CHECK ((JSON_VALID("methods") OR "methods" IS NULL)), "torture_methods" text NOT NULL CHECK ((JSON_VALID("torture_methods") OR "torture_methods" IS NULL)), "purposes" text NOT NULL CHECK ((JSON_VALID("purposes") OR "purposes" IS NULL)), "start" varchar(120) NULL, "start_earliest" date NULL, "start_latest" date NULL, "end" varchar(120) NULL, "detention_basis" varchar(16) NULL, "detention_whereabouts" varchar(16) NULL, "detention_counsel" varchar(16) NULL, "consequences_physical" text NULL, "consequences_psychological" text NULL, "status_at_end" varchar(48) NULL, "statement_signed" varchar(16) NULL, "medical_attention" varchar(16) NULL, "verification" varchar(48) NOT NULL, "standard" varchar(48) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "incident_id" varchar(40) NOT NULL REFERENCES "record_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "victim_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" varchar(40) NULL REFERENCES "record_site" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "act_verified_to_a_standard" CHECK ((NOT ("verification" = 'verified') OR "standard" IN ('reasonable_grounds', 'substantial_grounds', 'balance', 'beyond_doubt'))));

CREATE TABLE "record_act_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "act_id" varchar(40) NOT NULL REFERENCES "record_act" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_act_responses" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "act_id" varchar(40) NOT NULL REFERENCES "record_act" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_act_findings" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "act_id" varchar(40) NOT NULL REFERENCES "record_act" ("id") DEFERRABLE INITIALLY DEFERRED, "finding_id" varchar(40) NOT NULL REFERENCES "record_finding" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_denial" ("id" varchar(40) NOT NULL PRIMARY KEY, "response" varchar(48) NULL, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "denied_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "denial_stated_once" UNIQUE ("claim_id", "denied_id"), CONSTRAINT "denial_is_not_of_itself" CHECK (NOT ("claim_id" = ("denied_id"))));

CREATE TABLE "record_document" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "type" varchar(48) NULL, "title" text NULL, "creator" text NULL, "publisher" varchar(400) NULL, "url" text NULL, "archived_url" text NULL, "language" varchar(35) NULL, "media_type" varchar(120) NOT NULL, "published" varchar(120) NULL, "published_earliest" date NULL, "published_latest" date NULL, "date_estimated" bool NOT NULL, "date_ground" text NULL, "text_sha256" varchar(64) NOT NULL, "structure_sha256" varchar(64) NOT NULL, "characters" bigint NOT NULL, "extractor" varchar(48) NOT NULL, "extractor_version" varchar(120) NOT NULL, "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "bates_begin" varchar(40) NULL UNIQUE, "bates_end" varchar(40) NULL UNIQUE, "attach_begin" varchar(40) NULL, "attach_end" varchar(40) NULL, "capture" text NULL CHECK ((JSON_VALID("capture") OR "capture" IS NULL)), "rights" text NULL CHECK ((JSON_VALID("rights") OR "rights" IS NULL)), "disclosure_type" text NOT NULL CHECK ((JSON_VALID("disclosure_type") OR "disclosure_type" IS NULL)), "received_on" varchar(120) NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "same_text_as_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "syndicated_from_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "translation_of_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "item_id" varchar(40) NOT NULL REFERENCES "record_item" ("id") DEFERRABLE INITIALLY DEFERRED, "received_from_id" varchar(40) NULL REFERENCES "record_source" ("id") DEFERRABLE INITIALLY DEFERRED, "source_id" varchar(40) NULL REFERENCES "record_source" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "document_made_once_by_an_extractor" UNIQUE ("item_id", "extractor", "extractor_version"), CONSTRAINT "document_dates_in_order" CHECK ("published_earliest" <= ("published_latest")), CONSTRAINT "document_is_not_its_own_copy" CHECK (("same_text_as_id" IS NULL OR NOT ("same_text_as_id" = ("id") AND "same_text_as_id" IS NOT NULL))));

CREATE TABLE "record_excerpt" ("id" varchar(40) NOT NULL PRIMARY KEY, "start" bigint NOT NULL, "end" bigint NOT NULL, "exact" text NOT NULL, "prefix" varchar(64) NOT NULL, "suffix" varchar(64) NOT NULL, "kind" varchar(16) NULL, "segment" integer unsigned NULL CHECK ("segment" >= 0), "page" integer unsigned NULL CHECK ("page" >= 0), "box" text NULL CHECK ((JSON_VALID("box") OR "box" IS NULL)), "quoted_speech" bool NOT NULL, "language" varchar(35) NULL, "translation" text NULL, "translator" text NULL, "document_id" varchar(40) NOT NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "excerpt_starts_in_the_text" CHECK ("start" >= 0), CONSTRAINT "excerpt_start_before_end" CHECK ("start" < ("end")), CONSTRAINT "excerpt_has_words" CHECK (NOT ("exact" = '')));

CREATE TABLE "record_finding" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "type" varchar(48) NOT NULL, "region" varchar(48) NULL, "side" varchar(8) NULL, "number" integer unsigned NULL CHECK ("number" >= 0), "size" text NULL, "shape" text NULL, "colour" text NULL, "depth" text NULL, "direction" text NULL, "timing" varchar(48) NOT NULL, "exam_level" varchar(48) NOT NULL, "examiner" varchar(200) NULL, "consistency" varchar(48) NOT NULL, "consistency_by" varchar(40) NULL, "extent_text" text NULL, "extent_quantifier" varchar(48) NULL, "extent_low" bigint NULL, "extent_best" bigint NULL, "extent_high" bigint NULL, "icd10" varchar(10) NULL, "icd10_by" varchar(40) NULL, "alleged_cause_id" varchar(40) NULL REFERENCES "record_act" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "media_id" varchar(40) NULL REFERENCES "record_media" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "remains_id" varchar(40) NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" varchar(40) NULL REFERENCES "record_site" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "finding_extent_low_not_above_best" CHECK ("extent_low" <= ("extent_best")), CONSTRAINT "finding_extent_best_not_above_high" CHECK ("extent_best" <= ("extent_high")), CONSTRAINT "finding_extent_low_not_above_high" CHECK ("extent_low" <= ("extent_high")), CONSTRAINT "finding_extent_low_not_below_zero" CHECK ("extent_low" >= 0), CONSTRAINT "finding_extent_best_not_below_zero" CHECK ("extent_best" >= 0), CONSTRAINT "finding_extent_high_not_below_zero" CHECK ("extent_high" >= 0), CONSTRAINT "finding_extent_more_than_states_no_best" CHECK ((NOT ("extent_quantifier" = 'more_than' AND "extent_quantifier" IS NOT NULL) OR ("extent_best" IS NULL AND "extent_high" IS NULL))), CONSTRAINT "finding_is_on_one_thing" CHECK ((("media_id" IS NULL AND "person_id" IS NULL AND "remains_id" IS NOT NULL AND "site_id" IS NULL) OR ("media_id" IS NULL AND "person_id" IS NOT NULL AND "remains_id" IS NULL AND "site_id" IS NULL) OR ("media_id" IS NULL AND "person_id" IS NULL AND "remains_id" IS NULL AND "site_id" IS NOT NULL) OR ("media_id" IS NOT NULL AND "person_id" IS NULL AND "remains_id" IS NULL AND "site_id" IS NULL))), CONSTRAINT "finding_side_known" CHECK (("side" IS NULL OR "side" IN ('left', 'right', 'both', 'mid'))), CONSTRAINT "finding_consistency_after_examination" CHECK (("consistency" = 'not_assessed' OR ("exam_level" IN ('autopsy', 'external_exam') AND "consistency_by" IS NOT NULL))), CONSTRAINT "finding_icd_after_examination" CHECK (("icd10" IS NULL OR ("exam_level" IN ('autopsy', 'external_exam') AND "icd10_by" IS NOT NULL))));

CREATE TABLE "record_finding_co_occurs" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "from_finding_id" varchar(40) NOT NULL REFERENCES "record_finding" ("id") DEFERRABLE INITIALLY DEFERRED, "to_finding_id" varchar(40) NOT NULL REFERENCES "record_finding" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_grade" ("id" varchar(40) NOT NULL PRIMARY KEY, "credibility" varchar(48) NOT NULL, "coherence" varchar(16) NULL, "corroboration" varchar(16) NOT NULL, "ground" text NOT NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "current" bool NOT NULL, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "corroborated_by_id" varchar(40) NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "grade_is_a_digit" CHECK ("credibility" IN ('1', '2', '3', '4', '5', '6')), CONSTRAINT "grade_confirmed_names_the_corroboration" CHECK ((NOT ("credibility" = '1') OR "corroborated_by_id" IS NOT NULL)), CONSTRAINT "grade_claim_does_not_confirm_itself" CHECK (("corroborated_by_id" IS NULL OR NOT ("corroborated_by_id" = ("claim_id") AND "corroborated_by_id" IS NOT NULL))), CONSTRAINT "grade_coherence_known" CHECK (("coherence" IS NULL OR "coherence" IN ('ok', 'contradiction', 'unclear'))), CONSTRAINT "grade_corroboration_known" CHECK ("corroboration" IN ('confirms', 'no_conclusion', 'rejects', 'not_done')));

CREATE TABLE "record_hypothesis" ("id" varchar(40) NOT NULL PRIMARY KEY, "question" text NOT NULL, "answer" text NOT NULL, "state" varchar(12) NOT NULL, "ground" text NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "supersedes_id" varchar(40) NULL UNIQUE REFERENCES "record_hypothesis" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "hypothesis_state_known" CHECK ("state" IN ('open', 'favoured', 'rejected')));

CREATE TABLE "record_hypothesis_contradicting" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hypothesis_id" varchar(40) NOT NULL REFERENCES "record_hypothesis" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_hypothesis_supporting" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "hypothesis_id" varchar(40) NOT NULL REFERENCES "record_hypothesis" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_identification" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "conclusion" varchar(48) NOT NULL, "first_reviewer" varchar(40) NOT NULL, "second_reviewer" varchar(40) NOT NULL, "decided_on" varchar(120) NULL, "certificate" text NULL, "notified_on" varchar(120) NULL, "notified_by" text NULL, "withdrawn" bool NOT NULL, "withdrawn_reason" text NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "remains_id" varchar(40) NOT NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, "proposal_id" varchar(40) NULL REFERENCES "record_proposal" ("id") DEFERRABLE INITIALLY DEFERRED, "reconciliation_id" varchar(40) NULL REFERENCES "record_reconciliation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "identification_by_two_people" CHECK (NOT ("first_reviewer" = ("second_reviewer"))), CONSTRAINT "identification_withdrawn_for_a_reason" CHECK ((NOT "withdrawn" OR "withdrawn_reason" IS NOT NULL)));

CREATE TABLE "record_identificationline" ("id" varchar(40) NOT NULL PRIMARY KEY, "method" varchar(48) NOT NULL, "result" text NOT NULL, "examiner" text NULL, "likelihood_ratio" real NULL, "identification_id" varchar(40) NOT NULL REFERENCES "record_identification" ("id") DEFERRABLE INITIALLY DEFERRED, "report_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_identificationline_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "identificationline_id" varchar(40) NOT NULL REFERENCES "record_identificationline" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_incident" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "title" varchar(300) NOT NULL, "summary" text NULL, "kind" varchar(12) NOT NULL, "lat" real NULL, "lon" real NULL, "geo_precision" varchar(48) NULL, "control" varchar(48) NULL, "verification" varchar(48) NOT NULL, "standard" varchar(48) NOT NULL, "grade" varchar(48) NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "incident_kind_known" CHECK ("kind" IN ('event', 'situation', 'umbrella')), CONSTRAINT "incident_has_a_title" CHECK (NOT ("title" = '')), CONSTRAINT "incident_verified_to_a_standard" CHECK ((NOT ("verification" = 'verified') OR "standard" IN ('reasonable_grounds', 'substantial_grounds', 'balance', 'beyond_doubt'))));

CREATE TABLE "record_incident_further_places" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "incident_id" varchar(40) NOT NULL REFERENCES "record_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NOT NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_incident_tallies" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "incident_id" varchar(40) NOT NULL REFERENCES "record_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "tally_id" varchar(40) NOT NULL REFERENCES "record_tally" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_incidentrelation" ("id" varchar(40) NOT NULL PRIMARY KEY, "relation" varchar(48) NOT NULL, "ground" text NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "one_id" varchar(40) NOT NULL REFERENCES "record_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "other_id" varchar(40) NOT NULL REFERENCES "record_incident" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "incident_relation_is_between_two" CHECK (NOT ("one_id" = ("other_id"))));

CREATE TABLE "record_intake" ("id" varchar(40) NOT NULL PRIMARY KEY, "number" varchar(32) NULL, "at" datetime NOT NULL, "original_name" text NULL, "original_path" text NULL, "size" bigint NULL, "media_type" varchar(120) NULL, "modified" text NULL, "obtained_by" text NULL, "obtained_from" text NULL, "obtained_on" varchar(120) NULL, "obtained_how" text NULL, "url" text NULL, "html_source" text NULL, "full_page_capture" text NULL, "machine" text NULL, "clock_note" text NULL, "note" text NULL, "missing" text NOT NULL CHECK ((JSON_VALID("missing") OR "missing" IS NULL)), "refused" text NULL, "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "item_id" varchar(40) NULL REFERENCES "record_item" ("id") DEFERRABLE INITIALLY DEFERRED, "parent_id" varchar(40) NULL REFERENCES "record_item" ("id") DEFERRABLE INITIALLY DEFERRED, "author" text NULL, "confidentiality" varchar(48) NULL, "document_type" varchar(48) NULL, "language" text NULL, "published" varchar(120) NULL, "publisher" text NULL, "title" text NULL, CONSTRAINT "intake_kept_or_refused" CHECK (("item_id" IS NOT NULL OR "refused" IS NOT NULL)));

CREATE TABLE "record_legalqualification" ("id" varchar(40) NOT NULL PRIMARY KEY, "article" varchar(60) NOT NULL, "elements" text NOT NULL CHECK ((JSON_VALID("elements") OR "elements" IS NULL)), "standard" varchar(48) NOT NULL, "status" varchar(12) NOT NULL, "body" text NULL, "ground" text NOT NULL, "proposed_by" varchar(40) NOT NULL, "adopted_by" varchar(40) NULL, "at" datetime NOT NULL, "act_id" varchar(40) NOT NULL REFERENCES "record_act" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "qualification_status_known" CHECK ("status" IN ('proposed', 'adopted', 'rejected')));

CREATE TABLE "record_media" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "held" bool NOT NULL, "kind" varchar(12) NOT NULL, "caption" text NULL, "caption_role" varchar(48) NOT NULL, "creator" text NULL, "credit_line" text NULL, "source_line" text NULL, "copyright_notice" text NULL, "usage_terms" text NULL, "date_created" varchar(120) NULL, "depicts" text NOT NULL CHECK ((JSON_VALID("depicts") OR "depicts" IS NULL)), "source_check" varchar(24) NOT NULL, "technical_check" varchar(24) NOT NULL, "content_check" varchar(24) NOT NULL, "reverse_search" text NULL, "first_seen" varchar(120) NULL, "geolocation" text NULL CHECK ((JSON_VALID("geolocation") OR "geolocation" IS NULL)), "chronolocation" text NULL CHECK ((JSON_VALID("chronolocation") OR "chronolocation" IS NULL)), "claim_match" varchar(12) NOT NULL, "content_flags" text NOT NULL CHECK ((JSON_VALID("content_flags") OR "content_flags" IS NULL)), "provenance" text NULL CHECK ((JSON_VALID("provenance") OR "provenance" IS NULL)), "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "excerpt_id" varchar(40) NULL REFERENCES "record_excerpt" ("id") DEFERRABLE INITIALLY DEFERRED, "item_id" varchar(40) NULL REFERENCES "record_item" ("id") DEFERRABLE INITIALLY DEFERRED, "location_created_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "location_shown_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "media_held_names_the_item" CHECK ((NOT "held" OR "item_id" IS NOT NULL)), CONSTRAINT "media_claim_match_known" CHECK ("claim_match" IN ('differs', 'partly', 'same', 'not_checked')));

CREATE TABLE "record_media_persons_shown" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "media_id" varchar(40) NOT NULL REFERENCES "record_media" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_methodology" ("id" varchar(40) NOT NULL PRIMARY KEY, "version" varchar(24) NOT NULL UNIQUE, "scope" text NOT NULL CHECK ((JSON_VALID("scope") OR "scope" IS NULL)), "inclusion" text NULL, "exclusion" text NULL, "sources" text NULL, "minimum_sources" smallint unsigned NOT NULL CHECK ("minimum_sources" >= 0), "thresholds" text NOT NULL CHECK ((JSON_VALID("thresholds") OR "thresholds" IS NULL)), "vague_numbers" text NOT NULL CHECK ((JSON_VALID("vague_numbers") OR "vague_numbers" IS NULL)), "double_counting" text NULL, "publication" text NULL, "public_text" text NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "methodology_asks_for_a_source" CHECK ("minimum_sources" >= 1));

CREATE TABLE "record_involvement" ("id" varchar(40) NOT NULL PRIMARY KEY, "degree" varchar(48) NOT NULL, "standard" varchar(48) NOT NULL, "ground" text NOT NULL, "withdrawn" bool NOT NULL, "act_id" varchar(40) NOT NULL REFERENCES "record_act" ("id") DEFERRABLE INITIALLY DEFERRED, "actor_id" varchar(40) NULL REFERENCES "record_actor" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "naming_claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "involvement_of_an_actor_or_a_person" CHECK ((("actor_id" IS NOT NULL AND "person_id" IS NULL) OR ("actor_id" IS NULL AND "person_id" IS NOT NULL))));

CREATE TABLE "record_involvement_further_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "involvement_id" varchar(40) NOT NULL REFERENCES "record_involvement" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_incidentperson" ("id" varchar(40) NOT NULL PRIMARY KEY, "role" varchar(48) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "incident_id" varchar(40) NOT NULL REFERENCES "record_incident" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "incident_person_once_in_a_role" UNIQUE ("incident_id", "person_id", "role"));

CREATE TABLE "record_incidentperson_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "incidentperson_id" varchar(40) NOT NULL REFERENCES "record_incidentperson" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_personname" ("id" varchar(40) NOT NULL PRIMARY KEY, "as_written" varchar(400) NOT NULL, "type" varchar(48) NOT NULL, "given" varchar(200) NULL, "patronymic" varchar(200) NULL, "family" varchar(200) NULL, "script" varchar(16) NULL, "language" varchar(35) NULL, "system" varchar(48) NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "derived_from_id" varchar(40) NULL REFERENCES "record_personname" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "row_id" varchar(40) NULL, CONSTRAINT "name_is_written" CHECK (NOT ("as_written" = '')), CONSTRAINT "name_derived_states_its_system" CHECK (("derived_from_id" IS NULL OR "system" IS NOT NULL)));

CREATE TABLE "record_personname_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "personname_id" varchar(40) NOT NULL REFERENCES "record_personname" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_place" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "name" varchar(200) NOT NULL, "kind" varchar(16) NOT NULL, "country" varchar(2) NULL, "katotth" varchar(24) NULL, "pcode" varchar(24) NULL, "iso3166_2" varchar(8) NULL, "geonames" bigint NULL, "osm" varchar(40) NULL, "wikidata" varchar(24) NULL, "lat" real NULL, "lon" real NULL, "geo_precision" varchar(48) NULL, "radius_m" real NULL, "polygon" text NULL CHECK ((JSON_VALID("polygon") OR "polygon" IS NULL)), "public_precision" varchar(48) NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "parent_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "place_kind_known" CHECK ("kind" IN ('country', 'region', 'district', 'hromada', 'settlement', 'site', 'free')), CONSTRAINT "place_latitude" CHECK (("lat" >= -90.0 AND "lat" <= 90.0)), CONSTRAINT "place_longitude" CHECK (("lon" >= -180.0 AND "lon" <= 180.0)), CONSTRAINT "place_has_both_coordinates" CHECK ((("lat" IS NULL AND "lon" IS NULL) OR ("lat" IS NOT NULL AND "lon" IS NOT NULL))));

CREATE TABLE "record_investigation" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "title" varchar(300) NULL, "type" varchar(48) NOT NULL, "mandate" text NULL, "status" varchar(48) NOT NULL, "case_numbers" text NOT NULL CHECK ((JSON_VALID("case_numbers") OR "case_numbers" IS NULL)), "settlements_low" integer unsigned NULL CHECK ("settlements_low" >= 0), "settlements_high" integer unsigned NULL CHECK ("settlements_high" >= 0), "standard" varchar(48) NULL, "findings" text NOT NULL CHECK ((JSON_VALID("findings") OR "findings" IS NULL)), "charges" text NOT NULL CHECK ((JSON_VALID("charges") OR "charges" IS NULL)), "accused" text NOT NULL CHECK ((JSON_VALID("accused") OR "accused" IS NULL)), "body_id" varchar(40) NULL REFERENCES "record_actor" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "parent_id" varchar(40) NULL REFERENCES "record_investigation" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "investigation_scope_in_order" CHECK ("settlements_low" <= ("settlements_high")));

CREATE TABLE "record_investigation_cooperates_with" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "from_investigation_id" varchar(40) NOT NULL REFERENCES "record_investigation" ("id") DEFERRABLE INITIALLY DEFERRED, "to_investigation_id" varchar(40) NOT NULL REFERENCES "record_investigation" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_investigation_statements" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "investigation_id" varchar(40) NOT NULL REFERENCES "record_investigation" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_investigation_places" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "investigation_id" varchar(40) NOT NULL REFERENCES "record_investigation" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NOT NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_control" ("id" varchar(40) NOT NULL PRIMARY KEY, "control" varchar(48) NOT NULL, "interval" varchar(120) NULL, "earliest" date NULL, "latest" date NULL, "by_actor_id" varchar(40) NULL REFERENCES "record_actor" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NOT NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "control_dates_in_order" CHECK ("earliest" <= ("latest")));

CREATE TABLE "record_control_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "control_id" varchar(40) NOT NULL REFERENCES "record_control" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_burialsite" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "name" varchar(300) NULL, "lat" real NULL, "lon" real NULL, "public_lat" real NULL, "public_lon" real NULL, "type" varchar(48) NOT NULL, "further_types" text NOT NULL CHECK ((JSON_VALID("further_types") OR "further_types" IS NULL)), "conditions" text NOT NULL CHECK ((JSON_VALID("conditions") OR "conditions" IS NULL)), "remains_min" integer unsigned NULL CHECK ("remains_min" >= 0), "status" varchar(48) NOT NULL, "discovered_by" text NULL, "custodian" text NULL, "length_m" real NULL, "width_m" real NULL, "depth_m" real NULL, "datum" text NULL, "grid" text NULL, "layers" text NOT NULL CHECK ((JSON_VALID("layers") OR "layers" IS NULL)), "hazards" text NOT NULL CHECK ((JSON_VALID("hazards") OR "hazards" IS NULL)), "reason_for_inquiry" text NULL, "workers" text NOT NULL CHECK ((JSON_VALID("workers") OR "workers" IS NULL)), "permits" text NOT NULL CHECK ((JSON_VALID("permits") OR "permits" IS NULL)), "parent_id" varchar(40) NULL REFERENCES "record_burialsite" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "site_id" varchar(40) NULL REFERENCES "record_site" ("id") DEFERRABLE INITIALLY DEFERRED, "reported_by_id" varchar(40) NULL REFERENCES "record_source" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "burial_mass_grave_holds_two_and_has_a_reason" CHECK ((NOT ("type" = 'mass_grave') OR ("reason_for_inquiry" IS NOT NULL AND "remains_min" >= 2 AND "remains_min" IS NOT NULL AND NOT ("reason_for_inquiry" = '' AND "reason_for_inquiry" IS NOT NULL)))), CONSTRAINT "burial_not_within_itself" CHECK (("parent_id" IS NULL OR NOT ("parent_id" = ("id") AND "parent_id" IS NOT NULL))));

CREATE TABLE "record_burialsite_excavation_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "burialsite_id" varchar(40) NOT NULL REFERENCES "record_burialsite" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" varchar(40) NOT NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_burialsite_tallies" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "burialsite_id" varchar(40) NOT NULL REFERENCES "record_burialsite" ("id") DEFERRABLE INITIALLY DEFERRED, "tally_id" varchar(40) NOT NULL REFERENCES "record_tally" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_placename" ("id" varchar(40) NOT NULL PRIMARY KEY, "text" varchar(200) NOT NULL, "kind" varchar(12) NOT NULL, "language" varchar(35) NULL, "script" varchar(16) NULL, "system" varchar(48) NULL, "valid" varchar(120) NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NOT NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "place_name_kind_known" CHECK ("kind" IN ('official', 'former', 'press', 'typo')));

CREATE TABLE "record_remains" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "number" varchar(60) NULL UNIQUE, "unit" varchar(16) NOT NULL, "count_quantifier" varchar(48) NULL, "count_low" bigint NULL, "count_best" bigint NULL, "count_high" bigint NULL, "state" text NOT NULL CHECK ((JSON_VALID("state") OR "state" IS NULL)), "layer" text NULL, "depth_m" real NULL, "position" text NULL, "orientation_deg" real NULL, "finder" text NULL, "recoverer" text NULL, "in_place_objects" text NOT NULL CHECK ((JSON_VALID("in_place_objects") OR "in_place_objects" IS NULL)), "packaging" text NULL, "seal_no" varchar(60) NULL, "mni" integer unsigned NULL CHECK ("mni" >= 0), "mni_group" varchar(60) NULL, "sex" varchar(48) NULL, "age_min" smallint unsigned NULL CHECK ("age_min" >= 0), "age_max" smallint unsigned NULL CHECK ("age_max" >= 0), "stature_cm" real NULL, "profile_basis" text NULL, "pm_effects" text NOT NULL CHECK ((JSON_VALID("pm_effects") OR "pm_effects" IS NULL)), "pm_physical" text NOT NULL CHECK ((JSON_VALID("pm_physical") OR "pm_physical" IS NULL)), "pm_marks" text NOT NULL CHECK ((JSON_VALID("pm_marks") OR "pm_marks" IS NULL)), "pm_medical" text NOT NULL CHECK ((JSON_VALID("pm_medical") OR "pm_medical" IS NULL)), "pm_dental" text NOT NULL CHECK ((JSON_VALID("pm_dental") OR "pm_dental" IS NULL)), "pm_dna" text NOT NULL CHECK ((JSON_VALID("pm_dna") OR "pm_dna" IS NULL)), "pm_prints" text NOT NULL CHECK ((JSON_VALID("pm_prints") OR "pm_prints" IS NULL)), "pm_photos" text NOT NULL CHECK ((JSON_VALID("pm_photos") OR "pm_photos" IS NULL)), "death_interval" text NULL, "cause_text" text NULL, "cause" varchar(48) NULL, "icd10" varchar(10) NULL, "manner" varchar(48) NULL, "directness" varchar(48) NULL, "certificate" varchar(16) NULL, "samples" text NOT NULL CHECK ((JSON_VALID("samples") OR "samples" IS NULL)), "disposition" varchar(48) NULL, "custodian" text NULL, "burial_site_id" varchar(40) NULL REFERENCES "record_burialsite" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "identification_id" varchar(40) NULL REFERENCES "record_identification" ("id") DEFERRABLE INITIALLY DEFERRED, "part_of_id" varchar(40) NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, "reassociated_with_id" varchar(40) NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, "recovery_place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "remains_count_low_not_above_best" CHECK ("count_low" <= ("count_best")), CONSTRAINT "remains_count_best_not_above_high" CHECK ("count_best" <= ("count_high")), CONSTRAINT "remains_count_low_not_above_high" CHECK ("count_low" <= ("count_high")), CONSTRAINT "remains_count_low_not_below_zero" CHECK ("count_low" >= 0), CONSTRAINT "remains_count_best_not_below_zero" CHECK ("count_best" >= 0), CONSTRAINT "remains_count_high_not_below_zero" CHECK ("count_high" >= 0), CONSTRAINT "remains_count_more_than_states_no_best" CHECK ((NOT ("count_quantifier" = 'more_than' AND "count_quantifier" IS NOT NULL) OR ("count_best" IS NULL AND "count_high" IS NULL))), CONSTRAINT "remains_unit_known" CHECK ("unit" IN ('body', 'part', 'group_reported')), CONSTRAINT "remains_count_is_of_a_group" CHECK (("unit" = 'group_reported' OR ("count_best" IS NULL AND "count_high" IS NULL AND "count_low" IS NULL))), CONSTRAINT "remains_single_has_a_number" CHECK (("unit" = 'group_reported' OR "number" IS NOT NULL)), CONSTRAINT "remains_age_min_not_above_max" CHECK ("age_min" <= ("age_max")), CONSTRAINT "remains_not_part_of_itself" CHECK (("part_of_id" IS NULL OR NOT ("part_of_id" = ("id") AND "part_of_id" IS NOT NULL))));

CREATE TABLE "record_examination" ("id" varchar(40) NOT NULL PRIMARY KEY, "level" varchar(48) NOT NULL, "examiner" text NULL, "qualification" text NULL, "start" varchar(120) NULL, "end" varchar(120) NULL, "present" text NOT NULL CHECK ((JSON_VALID("present") OR "present" IS NULL)), "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "report_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "remains_id" varchar(40) NOT NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_review" ("id" varchar(40) NOT NULL PRIMARY KEY, "outcome" varchar(12) NOT NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "reason" text NOT NULL, "current" bool NOT NULL, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "corrected_to_id" varchar(40) NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "review_of_a_known_outcome" CHECK ("outcome" IN ('accepted', 'rejected', 'corrected')), CONSTRAINT "review_has_a_reason" CHECK (NOT ("reason" = '')), CONSTRAINT "review_corrected_names_the_correction" CHECK ((("corrected_to_id" IS NOT NULL AND "outcome" = 'corrected') OR (NOT ("outcome" = 'corrected') AND "corrected_to_id" IS NULL))));

CREATE TABLE "record_sealedidentity" ("id" varchar(40) NOT NULL PRIMARY KEY, "code" varchar(40) NOT NULL UNIQUE, "sealed" BLOB NULL, "sealed_sha256" varchar(64) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_site" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "name" varchar(300) NULL, "unit" varchar(16) NOT NULL, "count_quantifier" varchar(48) NULL, "count_low" bigint NULL, "count_best" bigint NULL, "count_high" bigint NULL, "type" varchar(48) NOT NULL, "further_types" text NOT NULL CHECK ((JSON_VALID("further_types") OR "further_types" IS NULL)), "label_as_written" text NULL, "lat" real NULL, "lon" real NULL, "room" text NULL, "operator_interval" varchar(120) NULL, "capacity" integer unsigned NULL CHECK ("capacity" >= 0), "held_count" integer unsigned NULL CHECK ("held_count" >= 0), "conditions" text NOT NULL CHECK ((JSON_VALID("conditions") OR "conditions" IS NULL)), "acknowledged" bool NULL, "outside_contact" varchar(16) NULL, "inspections" text NOT NULL CHECK ((JSON_VALID("inspections") OR "inspections" IS NULL)), "alleged" bool NOT NULL, "verification" varchar(48) NOT NULL, "standard" varchar(48) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "operator_id" varchar(40) NULL REFERENCES "record_actor" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "site_count_low_not_above_best" CHECK ("count_low" <= ("count_best")), CONSTRAINT "site_count_best_not_above_high" CHECK ("count_best" <= ("count_high")), CONSTRAINT "site_count_low_not_above_high" CHECK ("count_low" <= ("count_high")), CONSTRAINT "site_count_low_not_below_zero" CHECK ("count_low" >= 0), CONSTRAINT "site_count_best_not_below_zero" CHECK ("count_best" >= 0), CONSTRAINT "site_count_high_not_below_zero" CHECK ("count_high" >= 0), CONSTRAINT "site_count_more_than_states_no_best" CHECK ((NOT ("count_quantifier" = 'more_than' AND "count_quantifier" IS NOT NULL) OR ("count_best" IS NULL AND "count_high" IS NULL))), CONSTRAINT "site_unit_known" CHECK ("unit" IN ('single', 'group_reported')), CONSTRAINT "site_count_is_of_a_group" CHECK (("unit" = 'group_reported' OR ("count_best" IS NULL AND "count_high" IS NULL AND "count_low" IS NULL))), CONSTRAINT "site_alleged_until_verified" CHECK (("alleged" OR "verification" = 'verified')));

CREATE TABLE "record_source" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "kind" varchar(48) NOT NULL, "name" varchar(400) NULL, "capacity" text NULL, "proximity" varchar(48) NOT NULL, "connection" varchar(16) NULL, "interest" text NULL, "reliability" varchar(48) NOT NULL, "languages" text NOT NULL CHECK ((JSON_VALID("languages") OR "languages" IS NULL)), "actor_id" varchar(40) NULL REFERENCES "record_actor" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "sealed_identity_id" varchar(40) NULL REFERENCES "record_sealedidentity" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "source_letter_is_a_to_f" CHECK ("reliability" IN ('A', 'B', 'C', 'D', 'E', 'F')), CONSTRAINT "source_sealed_shows_a_code_only" CHECK (("sealed_identity_id" IS NULL OR ("name" IS NULL AND "person_id" IS NULL))));

CREATE TABLE "record_attribution" ("id" varchar(40) NOT NULL PRIMARY KEY, "ground" text NOT NULL, "proximity" varchar(48) NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "current" bool NOT NULL, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "source_id" varchar(40) NOT NULL REFERENCES "record_source" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "attribution_has_a_ground" CHECK (NOT ("ground" = '')));

CREATE TABLE "record_tally" ("id" varchar(40) NOT NULL PRIMARY KEY, "basis" varchar(48) NOT NULL, "quantifier" varchar(48) NOT NULL, "low" bigint NULL, "best" bigint NULL, "high" bigint NULL, "readings" text NOT NULL CHECK ((JSON_VALID("readings") OR "readings" IS NULL)), "incremental" bool NOT NULL, "victims" bool NOT NULL, "implied" bool NOT NULL, "as_of" varchar(120) NULL, "as_of_earliest" date NULL, "as_of_latest" date NULL, "period" varchar(120) NULL, "place_scope" varchar(16) NULL, "claim_id" varchar(40) NOT NULL UNIQUE REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "partition_of_id" varchar(40) NULL REFERENCES "record_tally" ("id") DEFERRABLE INITIALLY DEFERRED, "same_as_id" varchar(40) NULL REFERENCES "record_tally" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "tally_low_not_above_best" CHECK ("low" <= ("best")), CONSTRAINT "tally_best_not_above_high" CHECK ("best" <= ("high")), CONSTRAINT "tally_low_not_above_high" CHECK ("low" <= ("high")), CONSTRAINT "tally_low_not_below_zero" CHECK ("low" >= 0), CONSTRAINT "tally_best_not_below_zero" CHECK ("best" >= 0), CONSTRAINT "tally_high_not_below_zero" CHECK ("high" >= 0), CONSTRAINT "tally_more_than_states_no_best" CHECK ((NOT ("quantifier" = 'more_than') OR ("best" IS NULL AND "high" IS NULL))), CONSTRAINT "tally_not_part_of_itself" CHECK (("partition_of_id" IS NULL OR NOT ("partition_of_id" = ("id") AND "partition_of_id" IS NOT NULL))), CONSTRAINT "tally_dates_in_order" CHECK ("as_of_earliest" <= ("as_of_latest")));

CREATE TABLE "record_tallyrelation" ("id" varchar(40) NOT NULL PRIMARY KEY, "relation" varchar(48) NOT NULL, "ground" text NOT NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "current" bool NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "one_id" varchar(40) NOT NULL REFERENCES "record_tally" ("id") DEFERRABLE INITIALLY DEFERRED, "other_id" varchar(40) NOT NULL REFERENCES "record_tally" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "tally_relation_is_between_two" CHECK (NOT ("one_id" = ("other_id"))), CONSTRAINT "tally_relation_has_a_ground" CHECK (NOT ("ground" = '')));

CREATE TABLE "record_testimony" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "unit" varchar(16) NOT NULL, "count_quantifier" varchar(48) NULL, "count_low" bigint NULL, "count_best" bigint NULL, "count_high" bigint NULL, "depth" varchar(16) NOT NULL, "interviewer" text NULL, "interpreter" text NULL, "present" text NOT NULL CHECK ((JSON_VALID("present") OR "present" IS NULL)), "date" varchar(120) NULL, "medium" varchar(48) NULL, "language" varchar(35) NULL, "prior_accounts" text NOT NULL CHECK ((JSON_VALID("prior_accounts") OR "prior_accounts" IS NULL)), "free_account" text NULL, "topics" text NOT NULL CHECK ((JSON_VALID("topics") OR "topics" IS NULL)), "knowledge" text NOT NULL CHECK ((JSON_VALID("knowledge") OR "knowledge" IS NULL)), "risk_level" varchar(8) NOT NULL, "risk_factors" text NOT NULL CHECK ((JSON_VALID("risk_factors") OR "risk_factors" IS NULL)), "measures" text NOT NULL CHECK ((JSON_VALID("measures") OR "measures" IS NULL)), "safe_contact" text NULL, "do_not_contact" bool NOT NULL, "referral" varchar(12) NOT NULL, "corrections" text NOT NULL CHECK ((JSON_VALID("corrections") OR "corrections" IS NULL)), "read_back_and_signed" bool NULL, "sexual_violence" bool NOT NULL, "child" bool NOT NULL, "consent_id" varchar(40) NOT NULL REFERENCES "record_consent" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "witness_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "testimony_count_low_not_above_best" CHECK ("count_low" <= ("count_best")), CONSTRAINT "testimony_count_best_not_above_high" CHECK ("count_best" <= ("count_high")), CONSTRAINT "testimony_count_low_not_above_high" CHECK ("count_low" <= ("count_high")), CONSTRAINT "testimony_count_low_not_below_zero" CHECK ("count_low" >= 0), CONSTRAINT "testimony_count_best_not_below_zero" CHECK ("count_best" >= 0), CONSTRAINT "testimony_count_high_not_below_zero" CHECK ("count_high" >= 0), CONSTRAINT "testimony_count_more_than_states_no_best" CHECK ((NOT ("count_quantifier" = 'more_than' AND "count_quantifier" IS NOT NULL) OR ("count_best" IS NULL AND "count_high" IS NULL))), CONSTRAINT "testimony_unit_known" CHECK ("unit" IN ('single', 'group_reported')), CONSTRAINT "testimony_depth_known" CHECK ("depth" IN ('screening', 'first_account', 'full_statement', 'relayed')), CONSTRAINT "testimony_risk_known" CHECK ("risk_level" IN ('low', 'medium', 'high', 'extreme', 'unknown')), CONSTRAINT "testimony_referral_known" CHECK ("referral" IN ('offered', 'accepted', 'declined', 'none')), CONSTRAINT "testimony_count_is_of_a_group" CHECK (("unit" = 'group_reported' OR ("count_best" IS NULL AND "count_high" IS NULL AND "count_low" IS NULL))), CONSTRAINT "testimony_group_has_no_witness" CHECK (("unit" = 'single' OR "witness_id" IS NULL)));

CREATE TABLE "record_testimony_recordings" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "testimony_id" varchar(40) NOT NULL REFERENCES "record_testimony" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" varchar(40) NOT NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_upstream" ("id" varchar(40) NOT NULL PRIMARY KEY, "ground" text NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "source_id" varchar(40) NOT NULL REFERENCES "record_source" ("id") DEFERRABLE INITIALLY DEFERRED, "told_by_id" varchar(40) NOT NULL REFERENCES "record_source" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "upstream_stated_once" UNIQUE ("source_id", "told_by_id"), CONSTRAINT "upstream_is_another" CHECK (NOT ("source_id" = ("told_by_id"))));

CREATE TABLE "record_value" ("id" varchar(40) NOT NULL PRIMARY KEY, "subject_kind" varchar(24) NOT NULL, "subject_id" varchar(40) NOT NULL, "field" varchar(48) NOT NULL, "value" text NULL CHECK ((JSON_VALID("value") OR "value" IS NULL)), "absent" varchar(16) NULL, "as_of" varchar(120) NULL, "ground" text NULL, "rule" varchar(16) NULL, "earliest" date NULL, "latest" date NULL, "decided_by" varchar(40) NOT NULL, "decided_at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "row_id" varchar(40) NULL, CONSTRAINT "value_absent_for_a_known_reason" CHECK (("absent" IS NULL OR "absent" IN ('not_stated', 'undeterminable', 'not_applicable', 'withheld'))), CONSTRAINT "value_dates_in_order" CHECK ("earliest" <= ("latest")));

CREATE TABLE "record_value_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "value_id" varchar(40) NOT NULL REFERENCES "record_value" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_claimterm" ("id" varchar(40) NOT NULL PRIMARY KEY, "role" varchar(12) NOT NULL, "position" smallint unsigned NOT NULL CHECK ("position" >= 0), "code" varchar(64) NOT NULL, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "term_once_at_a_position" UNIQUE ("claim_id", "role", "position"), CONSTRAINT "term_in_a_known_role" CHECK ("role" IN ('what', 'group', 'body_region')));

CREATE TABLE "record_assessment" ("id" varchar(40) NOT NULL PRIMARY KEY, "subject_kind" varchar(24) NOT NULL, "subject_id" varchar(40) NOT NULL, "question" text NOT NULL, "method" text NULL, "independent_sources" text NOT NULL CHECK ((JSON_VALID("independent_sources") OR "independent_sources" IS NULL)), "disagreement_strategy" text NULL, "status" varchar(48) NOT NULL, "standard" varchar(48) NOT NULL, "grade" varchar(48) NULL, "confidence" varchar(48) NULL, "range_low" bigint NULL, "range_best" bigint NULL, "range_high" bigint NULL, "gaps" text NULL, "dissent" text NULL, "methodology_version" varchar(24) NOT NULL, "first_reviewer" varchar(40) NOT NULL, "second_reviewer" varchar(40) NULL, "at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "assessment_verified_by_two_to_a_standard" CHECK ((NOT ("status" = 'verified') OR ("second_reviewer" IS NOT NULL AND NOT ("first_reviewer" = ("second_reviewer") AND "second_reviewer" IS NOT NULL) AND "standard" IN ('reasonable_grounds', 'substantial_grounds', 'balance', 'beyond_doubt')))), CONSTRAINT "assessment_low_not_above_best" CHECK ("range_low" <= ("range_best")), CONSTRAINT "assessment_best_not_above_high" CHECK ("range_best" <= ("range_high")), CONSTRAINT "assessment_low_not_above_high" CHECK ("range_low" <= ("range_high")));

CREATE TABLE "record_assessment_claims" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "assessment_id" varchar(40) NOT NULL REFERENCES "record_assessment" ("id") DEFERRABLE INITIALLY DEFERRED, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_destruction" ("id" varchar(40) NOT NULL PRIMARY KEY, "ordered_by" text NOT NULL, "order" text NOT NULL, "by" varchar(40) NOT NULL, "second" varchar(40) NOT NULL, "at" datetime NOT NULL, "reason" text NULL, "objects_destroyed" integer unsigned NOT NULL CHECK ("objects_destroyed" >= 0), "kept_elsewhere" text NOT NULL CHECK ((JSON_VALID("kept_elsewhere") OR "kept_elsewhere" IS NULL)), "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "item_id" varchar(40) NOT NULL REFERENCES "record_item" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "destruction_by_two_people" CHECK (NOT ("by" = ("second"))), CONSTRAINT "destruction_by_order" CHECK ((NOT ("ordered_by" = '') AND NOT ("order" = ''))));

CREATE TABLE "record_family" ("id" varchar(40) NOT NULL PRIMARY KEY, "code" varchar(24) NOT NULL UNIQUE, "pedigree" text NOT NULL CHECK ((JSON_VALID("pedigree") OR "pedigree" IS NULL)), "sealed_sha256" varchar(64) NOT NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_frequencyset" ("id" varchar(40) NOT NULL PRIMARY KEY, "code" varchar(24) NOT NULL UNIQUE, "name" varchar(200) NOT NULL, "version" varchar(80) NOT NULL, "source" text NULL, "population" text NULL, "mutation" text NULL, "loci" smallint unsigned NOT NULL CHECK ("loci" >= 0), "sealed_sha256" varchar(64) NOT NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_comparison" ("id" varchar(40) NOT NULL PRIMARY KEY, "method" varchar(8) NOT NULL, "purpose" varchar(48) NOT NULL, "engine" varchar(80) NOT NULL, "parameters" text NOT NULL CHECK ((JSON_VALID("parameters") OR "parameters" IS NULL)), "samples" text NOT NULL CHECK ((JSON_VALID("samples") OR "samples" IS NULL)), "families" text NOT NULL CHECK ((JSON_VALID("families") OR "families" IS NULL)), "inputs_sha256" varchar(64) NOT NULL, "result_sha256" varchar(64) NOT NULL, "set_aside" text NOT NULL CHECK ((JSON_VALID("set_aside") OR "set_aside" IS NULL)), "withdrawn_at" datetime NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "frequencies_id" varchar(40) NOT NULL REFERENCES "record_frequencyset" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "comparison_method_known" CHECK ("method" IN ('screen', 'joint')));

CREATE TABLE "record_proposal" ("id" varchar(40) NOT NULL PRIMARY KEY, "rank" smallint unsigned NOT NULL CHECK ("rank" >= 0), "log10_ratio" real NULL, "log10_generalised" real NULL, "posterior" real NOT NULL, "not_listed" real NOT NULL, "alternatives" text NOT NULL CHECK ((JSON_VALID("alternatives") OR "alternatives" IS NULL)), "state" varchar(12) NOT NULL, "comparison_id" varchar(40) NOT NULL REFERENCES "record_comparison" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "remains_id" varchar(40) NOT NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, "missing_id" varchar(40) NOT NULL REFERENCES "record_relative" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "proposal_state_known" CHECK ("state" IN ('open', 'decided', 'reversed', 'withdrawn')));

CREATE TABLE "record_proposalreview" ("id" varchar(40) NOT NULL PRIMARY KEY, "reviewer" varchar(40) NOT NULL, "conclusion" varchar(48) NOT NULL, "reason" text NOT NULL, "at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "proposal_id" varchar(40) NOT NULL REFERENCES "record_proposal" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "proposal_review_once_each" UNIQUE ("proposal_id", "reviewer"));

CREATE TABLE "record_reconciliation" ("id" varchar(40) NOT NULL PRIMARY KEY, "agrees" text NOT NULL CHECK ((JSON_VALID("agrees") OR "agrees" IS NULL)), "conflicts" text NOT NULL CHECK ((JSON_VALID("conflicts") OR "conflicts" IS NULL)), "missing" text NOT NULL CHECK ((JSON_VALID("missing") OR "missing" IS NULL)), "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "proposal_id" varchar(40) NOT NULL REFERENCES "record_proposal" ("id") DEFERRABLE INITIALLY DEFERRED);

CREATE TABLE "record_relative" ("id" varchar(40) NOT NULL PRIMARY KEY, "member" varchar(24) NOT NULL, "missing" bool NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "family_id" varchar(40) NOT NULL REFERENCES "record_family" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "relative_is_one_member" UNIQUE ("family_id", "member"));

CREATE TABLE "record_sample" ("id" varchar(40) NOT NULL PRIMARY KEY, "code" varchar(24) NOT NULL UNIQUE, "kind" text NULL, "taken_on" varchar(120) NULL, "kit" text NULL, "loci" smallint unsigned NOT NULL CHECK ("loci" >= 0), "sealed_sha256" varchar(64) NOT NULL, "withdrawn_at" datetime NULL, "withdrawn_reason" text NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "consent_id" varchar(40) NULL REFERENCES "record_consent" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "relative_id" varchar(40) NULL REFERENCES "record_relative" ("id") DEFERRABLE INITIALLY DEFERRED, "remains_id" varchar(40) NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "sample_is_of_one" CHECK ((("relative_id" IS NULL AND "remains_id" IS NOT NULL) OR ("relative_id" IS NOT NULL AND "remains_id" IS NULL))), CONSTRAINT "sample_of_the_living_rests_on_consent" CHECK (("relative_id" IS NULL OR "consent_id" IS NOT NULL)));

CREATE TABLE "record_consent" ("id" varchar(40) NOT NULL PRIMARY KEY, "state" varchar(48) NOT NULL, "basis" varchar(48) NULL, "scopes" text NOT NULL CHECK ((JSON_VALID("scopes") OR "scopes" IS NULL)), "asked_by" text NULL, "language" varchar(35) NULL, "text_version" varchar(40) NULL, "information_given" text NOT NULL CHECK ((JSON_VALID("information_given") OR "information_given" IS NULL)), "date" varchar(120) NULL, "guardian" text NULL, "withdrawn_on" varchar(120) NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "evidence_id" varchar(40) NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "purposes" text NOT NULL CHECK ((JSON_VALID("purposes") OR "purposes" IS NULL)), CONSTRAINT "consent_withdrawn_on_a_day" CHECK ((NOT ("state" = 'withdrawn') OR "withdrawn_on" IS NOT NULL)), CONSTRAINT "consent_by_guardian_names_one" CHECK ((NOT ("state" = 'by_guardian') OR "guardian" IS NOT NULL)));

CREATE TABLE "record_linkagerun" ("id" varchar(40) NOT NULL PRIMARY KEY, "sha256" varchar(64) NOT NULL, "lists" text NOT NULL CHECK ((JSON_VALID("lists") OR "lists" IS NULL)), "engine" varchar(16) NOT NULL, "versions" text NOT NULL CHECK ((JSON_VALID("versions") OR "versions" IS NULL)), "parameters" text NOT NULL CHECK ((JSON_VALID("parameters") OR "parameters" IS NULL)), "records" bigint NOT NULL, "pairs" bigint NOT NULL, "persons_low" bigint NOT NULL, "persons_best" bigint NOT NULL, "persons_high" bigint NOT NULL, "basis" text NOT NULL, "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "current" bool NOT NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "linkage_persons_in_order" CHECK (("persons_best" <= ("persons_high") AND "persons_low" <= ("persons_best"))));

CREATE TABLE "record_listrow" ("id" varchar(40) NOT NULL PRIMARY KEY, "number" bigint NOT NULL, "given_id" varchar(200) NOT NULL, "values" text NOT NULL CHECK ((JSON_VALID("values") OR "values" IS NULL)), "written" text NOT NULL CHECK ((JSON_VALID("written") OR "written" IS NULL)), "unclear" text NOT NULL CHECK ((JSON_VALID("unclear") OR "unclear" IS NULL)), "failed" text NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "person_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "remains_id" varchar(40) NULL REFERENCES "record_remains" ("id") DEFERRABLE INITIALLY DEFERRED, "list_id" varchar(40) NOT NULL REFERENCES "record_personlist" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "list_row_once" UNIQUE ("list_id", "number"), CONSTRAINT "list_row_became_one_record_or_failed" CHECK ((("failed" IS NULL AND "person_id" IS NOT NULL AND "remains_id" IS NULL) OR ("failed" IS NULL AND "person_id" IS NULL AND "remains_id" IS NOT NULL) OR ("failed" IS NOT NULL AND "person_id" IS NULL AND "remains_id" IS NULL))));

CREATE TABLE "record_pairjudgement" ("id" varchar(40) NOT NULL PRIMARY KEY, "verdict" varchar(12) NOT NULL, "probability" real NULL, "reason" text NOT NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "current" bool NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "one_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, "other_id" varchar(40) NOT NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "pair_judged_in_known_words" CHECK ("verdict" IN ('same', 'different', 'unsure')), CONSTRAINT "pair_in_order" CHECK ("one_id" < ("other_id")), CONSTRAINT "pair_judged_for_a_reason" CHECK (NOT ("reason" = '')));

CREATE TABLE "record_personlist" ("id" varchar(40) NOT NULL PRIMARY KEY, "sheet" varchar(200) NOT NULL, "title" text NULL, "publisher" varchar(400) NULL, "kind" varchar(8) NOT NULL, "as_of" varchar(120) NULL, "no_duplicates" bool NOT NULL, "confidentiality" varchar(48) NOT NULL, "mapping" text NOT NULL CHECK ((JSON_VALID("mapping") OR "mapping" IS NULL)), "references" text NOT NULL CHECK ((JSON_VALID("references") OR "references" IS NULL)), "reader" varchar(48) NOT NULL, "rows" bigint NOT NULL, "entered" bigint NOT NULL, "set_aside" bigint NOT NULL, "complete" bool NOT NULL, "at" datetime NOT NULL, "by" varchar(40) NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "item_id" varchar(40) NOT NULL REFERENCES "record_item" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "list_read_once" UNIQUE ("item_id", "sheet"), CONSTRAINT "list_of_a_known_kind" CHECK ("kind" IN ('person', 'remains')), CONSTRAINT "list_loses_no_row" CHECK ("rows" = ("entered" + "set_aside")));

CREATE TABLE "record_item" ("id" varchar(40) NOT NULL PRIMARY KEY, "number" varchar(32) NOT NULL UNIQUE, "sha256" varchar(64) NOT NULL UNIQUE, "size" bigint NOT NULL, "media_type" varchar(120) NULL, "state" varchar(12) NOT NULL, "trouble" text NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "item_refused_for_a_reason" CHECK ((NOT ("state" = 'refused') OR "trouble" IS NOT NULL)), CONSTRAINT "item_in_a_known_state" CHECK ("state" IN ('kept', 'documented', 'no_text', 'listed', 'refused', 'destroyed')));

CREATE TABLE "record_person" ("id" varchar(40) NOT NULL PRIMARY KEY, "created_at" datetime NOT NULL, "created_by" varchar(40) NOT NULL, "updated_at" datetime NOT NULL, "updated_by" varchar(40) NOT NULL, "version" integer unsigned NOT NULL CHECK ("version" >= 0), "confidentiality" varchar(48) NOT NULL, "legal_hold" bool NOT NULL, "external_ids" text NOT NULL CHECK ((JSON_VALID("external_ids") OR "external_ids" IS NULL)), "notes" text NULL, "origin" varchar(8) NOT NULL, "machine" text NULL CHECK ((JSON_VALID("machine") OR "machine" IS NULL)), "absences" text NOT NULL CHECK ((JSON_VALID("absences") OR "absences" IS NULL)), "counting_unit" varchar(16) NOT NULL, "group_quantifier" varchar(48) NULL, "group_low" bigint NULL, "group_best" bigint NULL, "group_high" bigint NULL, "alias_code" varchar(40) NULL UNIQUE, "sex" varchar(48) NULL, "age_min" smallint unsigned NULL CHECK ("age_min" >= 0), "age_max" smallint unsigned NULL CHECK ("age_max" >= 0), "age_group" varchar(48) NULL, "age_basis" varchar(16) NULL, "status" varchar(48) NOT NULL, "outcome" varchar(48) NULL, "missing_status" varchar(48) NULL, "last_seen_with" text NULL, "last_seen_clothing" text NULL, "occupation" text NULL, "nationality" text NULL, "civil_status" varchar(48) NULL, "children" smallint unsigned NULL CHECK ("children" >= 0), "characteristics" text NOT NULL CHECK ((JSON_VALID("characteristics") OR "characteristics" IS NULL)), "am_effects" text NOT NULL CHECK ((JSON_VALID("am_effects") OR "am_effects" IS NULL)), "am_physical" text NOT NULL CHECK ((JSON_VALID("am_physical") OR "am_physical" IS NULL)), "am_marks" text NOT NULL CHECK ((JSON_VALID("am_marks") OR "am_marks" IS NULL)), "am_medical" text NOT NULL CHECK ((JSON_VALID("am_medical") OR "am_medical" IS NULL)), "am_dental" text NOT NULL CHECK ((JSON_VALID("am_dental") OR "am_dental" IS NULL)), "am_dna" text NOT NULL CHECK ((JSON_VALID("am_dna") OR "am_dna" IS NULL)), "am_prints" text NOT NULL CHECK ((JSON_VALID("am_prints") OR "am_prints" IS NULL)), "am_photos" text NOT NULL CHECK ((JSON_VALID("am_photos") OR "am_photos" IS NULL)), "verification" varchar(48) NOT NULL, "standard" varchar(48) NOT NULL, "publication" varchar(12) NOT NULL, "family_wish" text NULL, "id_documents" text NOT NULL CHECK ((JSON_VALID("id_documents") OR "id_documents" IS NULL)), "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "birth_place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "last_seen_place_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "residence_id" varchar(40) NULL REFERENCES "record_place" ("id") DEFERRABLE INITIALLY DEFERRED, "sealed_identity_id" varchar(40) NULL REFERENCES "record_sealedidentity" ("id") DEFERRABLE INITIALLY DEFERRED, "same_as_id" varchar(40) NULL REFERENCES "record_person" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "person_group_low_not_above_best" CHECK ("group_low" <= ("group_best")), CONSTRAINT "person_group_best_not_above_high" CHECK ("group_best" <= ("group_high")), CONSTRAINT "person_group_low_not_above_high" CHECK ("group_low" <= ("group_high")), CONSTRAINT "person_group_low_not_below_zero" CHECK ("group_low" >= 0), CONSTRAINT "person_group_best_not_below_zero" CHECK ("group_best" >= 0), CONSTRAINT "person_group_high_not_below_zero" CHECK ("group_high" >= 0), CONSTRAINT "person_group_more_than_states_no_best" CHECK ((NOT ("group_quantifier" = 'more_than' AND "group_quantifier" IS NOT NULL) OR ("group_best" IS NULL AND "group_high" IS NULL))), CONSTRAINT "person_counting_unit_known" CHECK ("counting_unit" IN ('individual', 'family', 'group', 'community', 'people')), CONSTRAINT "person_individual_has_no_count" CHECK ((NOT ("counting_unit" = 'individual') OR ("group_best" IS NULL AND "group_high" IS NULL AND "group_low" IS NULL))), CONSTRAINT "person_age_min_not_above_max" CHECK ("age_min" <= ("age_max")), CONSTRAINT "person_age_basis_known" CHECK (("age_basis" IS NULL OR "age_basis" IN ('stated', 'computed', 'estimated', 'anthropology'))), CONSTRAINT "person_publication_known" CHECK ("publication" IN ('withheld', 'initials', 'named')), CONSTRAINT "person_verified_to_a_standard" CHECK ((NOT ("verification" = 'verified') OR "standard" IN ('reasonable_grounds', 'substantial_grounds', 'balance', 'beyond_doubt'))), CONSTRAINT "person_stands_for_later_ones" CHECK (("same_as_id" IS NULL OR "same_as_id" < ("id"))));

CREATE TABLE "record_restriction" ("id" varchar(40) NOT NULL PRIMARY KEY, "subject_kind" varchar(24) NOT NULL, "subject_id" varchar(40) NOT NULL, "group" varchar(48) NOT NULL, "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "restriction_once_a_group" UNIQUE ("subject_id", "group"), CONSTRAINT "restriction_to_a_named_group" CHECK (NOT ("group" = '')));

CREATE TABLE "record_judgement" ("id" varchar(40) NOT NULL PRIMARY KEY, "outcome" varchar(12) NOT NULL, "corrected" text NOT NULL CHECK ((JSON_VALID("corrected") OR "corrected" IS NULL)), "by" varchar(40) NOT NULL, "at" datetime NOT NULL, "reason" text NOT NULL, "blind" bool NOT NULL, "open" bool NOT NULL, "disputed" bool NOT NULL, "claim_id" varchar(40) NOT NULL REFERENCES "record_claim" ("id") DEFERRABLE INITIALLY DEFERRED, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" varchar(40) NOT NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "judgement_of_a_known_outcome" CHECK ("outcome" IN ('accepted', 'rejected', 'corrected', 'split')), CONSTRAINT "judgement_has_a_reason" CHECK (NOT ("reason" = '')));

CREATE TABLE "record_reading" ("id" varchar(40) NOT NULL PRIMARY KEY, "sha256" varchar(64) NOT NULL, "reader" varchar(48) NOT NULL, "version" varchar(48) NOT NULL, "lexicon" varchar(48) NOT NULL, "parameters" text NOT NULL CHECK ((JSON_VALID("parameters") OR "parameters" IS NULL)), "warnings" text NOT NULL CHECK ((JSON_VALID("warnings") OR "warnings" IS NULL)), "not_counted" text NOT NULL CHECK ((JSON_VALID("not_counted") OR "not_counted" IS NULL)), "claims_count" integer unsigned NOT NULL CHECK ("claims_count" >= 0), "current" bool NOT NULL, "read_at" datetime NOT NULL, "decision_id" varchar(40) NOT NULL REFERENCES "record_decision" ("id") DEFERRABLE INITIALLY DEFERRED, "document_id" varchar(40) NOT NULL REFERENCES "record_document" ("id") DEFERRABLE INITIALLY DEFERRED, "second" bool NOT NULL, "waiting" integer NOT NULL, CONSTRAINT "reading_recorded_once" UNIQUE ("document_id", "sha256"), CONSTRAINT "reading_second_never_current" CHECK ((NOT "current" OR NOT "second")));

CREATE INDEX "custody_of_item" ON "record_custodyevent" ("item", "seq");

CREATE INDEX "custody_of_object" ON "record_custodyevent" ("sha256");

CREATE INDEX "record_decision_kind_735f2bd4" ON "record_decision" ("kind");

CREATE INDEX "decision_about_subject" ON "record_decision" ("subject_id", "seq");

CREATE INDEX "record_claim_speaker_name_4899d72e" ON "record_claim" ("speaker_name");

CREATE INDEX "record_claim_place_name_6d8218d4" ON "record_claim" ("place_name");

CREATE INDEX "record_claim_place_geonames_252d34c3" ON "record_claim" ("place_geonames");

CREATE INDEX "record_claim_place_iso3166_2_7d00fac0" ON "record_claim" ("place_iso3166_2");

CREATE INDEX "record_claim_corrects_id_25f343e3" ON "record_claim" ("corrects_id");

CREATE INDEX "record_claim_decision_id_306a328d" ON "record_claim" ("decision_id");

CREATE INDEX "record_claim_document_id_b5c63289" ON "record_claim" ("document_id");

CREATE INDEX "record_claim_excerpt_id_d88021e4" ON "record_claim" ("excerpt_id");

CREATE INDEX "record_claim_reading_id_021c2708" ON "record_claim" ("reading_id");

CREATE INDEX "claim_by_kind" ON "record_claim" ("kind", "modality");

CREATE INDEX "claim_between_dates" ON "record_claim" ("date_earliest", "date_latest");

CREATE UNIQUE INDEX "record_claim_further_excerpts_claim_id_excerpt_id_05006e14_uniq" ON "record_claim_further_excerpts" ("claim_id", "excerpt_id");

CREATE INDEX "record_claim_further_excerpts_claim_id_7b83a92d" ON "record_claim_further_excerpts" ("claim_id");

CREATE INDEX "record_claim_further_excerpts_excerpt_id_e2875187" ON "record_claim_further_excerpts" ("excerpt_id");

CREATE INDEX "record_agent_decision_id_dbbe478d" ON "record_agent" ("decision_id");

CREATE INDEX "record_actor_confidentiality_d0cb4e5c" ON "record_actor" ("confidentiality");

CREATE INDEX "record_actor_name_b6612c17" ON "record_actor" ("name");

CREATE INDEX "record_actor_type_04b99af3" ON "record_actor" ("type");

CREATE INDEX "record_actor_parent_id_7ed6efda" ON "record_actor" ("parent_id");

CREATE INDEX "record_actor_decision_id_5fa7c0f3" ON "record_actor" ("decision_id");

CREATE INDEX "record_act_confidentiality_9d288731" ON "record_act" ("confidentiality");

CREATE INDEX "record_act_type_20cc767c" ON "record_act" ("type");

CREATE INDEX "record_act_decision_id_56e2ea02" ON "record_act" ("decision_id");

CREATE INDEX "record_act_incident_id_b0147d27" ON "record_act" ("incident_id");

CREATE INDEX "record_act_victim_id_2103a9f1" ON "record_act" ("victim_id");

CREATE INDEX "record_act_place_id_c802801f" ON "record_act" ("place_id");

CREATE INDEX "record_act_site_id_cb497b86" ON "record_act" ("site_id");

CREATE UNIQUE INDEX "record_act_claims_act_id_claim_id_f7fb0011_uniq" ON "record_act_claims" ("act_id", "claim_id");

CREATE INDEX "record_act_claims_act_id_ff43e82d" ON "record_act_claims" ("act_id");

CREATE INDEX "record_act_claims_claim_id_4c0f9a85" ON "record_act_claims" ("claim_id");

CREATE UNIQUE INDEX "record_act_responses_act_id_claim_id_4af816c2_uniq" ON "record_act_responses" ("act_id", "claim_id");

CREATE INDEX "record_act_responses_act_id_11082192" ON "record_act_responses" ("act_id");

CREATE INDEX "record_act_responses_claim_id_d7362e18" ON "record_act_responses" ("claim_id");

CREATE UNIQUE INDEX "record_act_findings_act_id_finding_id_40f288c8_uniq" ON "record_act_findings" ("act_id", "finding_id");

CREATE INDEX "record_act_findings_act_id_6d8a40e3" ON "record_act_findings" ("act_id");

CREATE INDEX "record_act_findings_finding_id_62bcf89a" ON "record_act_findings" ("finding_id");

CREATE INDEX "record_denial_claim_id_f47eb9f4" ON "record_denial" ("claim_id");

CREATE INDEX "record_denial_decision_id_bea085c8" ON "record_denial" ("decision_id");

CREATE INDEX "record_denial_denied_id_75d66043" ON "record_denial" ("denied_id");

CREATE INDEX "record_document_confidentiality_b67e9ca1" ON "record_document" ("confidentiality");

CREATE INDEX "record_document_type_67c8aa3c" ON "record_document" ("type");

CREATE INDEX "record_document_publisher_7098d986" ON "record_document" ("publisher");

CREATE INDEX "record_document_language_9c5836ae" ON "record_document" ("language");

CREATE INDEX "record_document_published_earliest_cb05ac45" ON "record_document" ("published_earliest");

CREATE INDEX "record_document_text_sha256_57faa4bd" ON "record_document" ("text_sha256");

CREATE INDEX "record_document_decision_id_af8a6ae5" ON "record_document" ("decision_id");

CREATE INDEX "record_document_same_text_as_id_d8ea88ef" ON "record_document" ("same_text_as_id");

CREATE INDEX "record_document_syndicated_from_id_592b8b4f" ON "record_document" ("syndicated_from_id");

CREATE INDEX "record_document_translation_of_id_a24e5afc" ON "record_document" ("translation_of_id");

CREATE INDEX "record_document_item_id_5b4730b7" ON "record_document" ("item_id");

CREATE INDEX "record_document_received_from_id_d4724830" ON "record_document" ("received_from_id");

CREATE INDEX "record_document_source_id_ac935714" ON "record_document" ("source_id");

CREATE INDEX "record_excerpt_document_id_4054518d" ON "record_excerpt" ("document_id");

CREATE INDEX "excerpt_in_document" ON "record_excerpt" ("document_id", "start");

CREATE INDEX "record_finding_confidentiality_f17ddc6f" ON "record_finding" ("confidentiality");

CREATE INDEX "record_finding_type_6bc6253f" ON "record_finding" ("type");

CREATE INDEX "record_finding_consistency_37604293" ON "record_finding" ("consistency");

CREATE INDEX "record_finding_alleged_cause_id_791d94fb" ON "record_finding" ("alleged_cause_id");

CREATE INDEX "record_finding_decision_id_ab9af19e" ON "record_finding" ("decision_id");

CREATE INDEX "record_finding_media_id_8c1346a9" ON "record_finding" ("media_id");

CREATE INDEX "record_finding_person_id_b45c5a7b" ON "record_finding" ("person_id");

CREATE INDEX "record_finding_remains_id_17d6a619" ON "record_finding" ("remains_id");

CREATE INDEX "record_finding_site_id_bc1e4278" ON "record_finding" ("site_id");

CREATE UNIQUE INDEX "record_finding_co_occurs_from_finding_id_to_finding_id_76fe2abc_uniq" ON "record_finding_co_occurs" ("from_finding_id", "to_finding_id");

CREATE INDEX "record_finding_co_occurs_from_finding_id_cf7386b7" ON "record_finding_co_occurs" ("from_finding_id");

CREATE INDEX "record_finding_co_occurs_to_finding_id_d11576ca" ON "record_finding_co_occurs" ("to_finding_id");

CREATE UNIQUE INDEX "grade_current_once_a_claim" ON "record_grade" ("claim_id") WHERE "current";

CREATE INDEX "record_grade_claim_id_a4bb34d1" ON "record_grade" ("claim_id");

CREATE INDEX "record_grade_corroborated_by_id_00609e84" ON "record_grade" ("corroborated_by_id");

CREATE INDEX "record_grade_decision_id_0ed437ca" ON "record_grade" ("decision_id");

CREATE INDEX "record_hypothesis_decision_id_c4b730a2" ON "record_hypothesis" ("decision_id");

CREATE UNIQUE INDEX "record_hypothesis_contradicting_hypothesis_id_claim_id_e8fb7b1e_uniq" ON "record_hypothesis_contradicting" ("hypothesis_id", "claim_id");

CREATE INDEX "record_hypothesis_contradicting_hypothesis_id_fa14cbf1" ON "record_hypothesis_contradicting" ("hypothesis_id");

CREATE INDEX "record_hypothesis_contradicting_claim_id_8f141c0c" ON "record_hypothesis_contradicting" ("claim_id");

CREATE UNIQUE INDEX "record_hypothesis_supporting_hypothesis_id_claim_id_c2b12c7b_uniq" ON "record_hypothesis_supporting" ("hypothesis_id", "claim_id");

CREATE INDEX "record_hypothesis_supporting_hypothesis_id_25bc134b" ON "record_hypothesis_supporting" ("hypothesis_id");

CREATE INDEX "record_hypothesis_supporting_claim_id_c24607b7" ON "record_hypothesis_supporting" ("claim_id");

CREATE UNIQUE INDEX "identification_established_once" ON "record_identification" ("remains_id") WHERE ("conclusion" = 'established' AND NOT "withdrawn");

CREATE INDEX "record_identification_confidentiality_ce4e6b4d" ON "record_identification" ("confidentiality");

CREATE INDEX "record_identification_decision_id_c3e15457" ON "record_identification" ("decision_id");

CREATE INDEX "record_identification_person_id_24ad00ba" ON "record_identification" ("person_id");

CREATE INDEX "record_identification_remains_id_eb7b6dc7" ON "record_identification" ("remains_id");

CREATE INDEX "record_identificationline_identification_id_1376398a" ON "record_identificationline" ("identification_id");

CREATE INDEX "record_identificationline_report_id_4c8e4433" ON "record_identificationline" ("report_id");

CREATE UNIQUE INDEX "record_identificationline_claims_identificationline_id_claim_id_0c4e9786_uniq" ON "record_identificationline_claims" ("identificationline_id", "claim_id");

CREATE INDEX "record_identificationline_claims_identificationline_id_eec337bf" ON "record_identificationline_claims" ("identificationline_id");

CREATE INDEX "record_identificationline_claims_claim_id_1f8a028a" ON "record_identificationline_claims" ("claim_id");

CREATE INDEX "record_incident_confidentiality_8e6de35d" ON "record_incident" ("confidentiality");

CREATE INDEX "record_incident_verification_ba9a6ef1" ON "record_incident" ("verification");

CREATE INDEX "record_incident_decision_id_98470bbf" ON "record_incident" ("decision_id");

CREATE INDEX "record_incident_place_id_4afd0805" ON "record_incident" ("place_id");

CREATE UNIQUE INDEX "record_incident_further_places_incident_id_place_id_266ec3d2_uniq" ON "record_incident_further_places" ("incident_id", "place_id");

CREATE INDEX "record_incident_further_places_incident_id_127af1e4" ON "record_incident_further_places" ("incident_id");

CREATE INDEX "record_incident_further_places_place_id_cbb6329a" ON "record_incident_further_places" ("place_id");

CREATE UNIQUE INDEX "record_incident_tallies_incident_id_tally_id_9a9a6af9_uniq" ON "record_incident_tallies" ("incident_id", "tally_id");

CREATE INDEX "record_incident_tallies_incident_id_2e174063" ON "record_incident_tallies" ("incident_id");

CREATE INDEX "record_incident_tallies_tally_id_d968e352" ON "record_incident_tallies" ("tally_id");

CREATE INDEX "record_incidentrelation_decision_id_5572f936" ON "record_incidentrelation" ("decision_id");

CREATE INDEX "record_incidentrelation_one_id_b9f27f6e" ON "record_incidentrelation" ("one_id");

CREATE INDEX "record_incidentrelation_other_id_01209cda" ON "record_incidentrelation" ("other_id");

CREATE INDEX "record_intake_decision_id_755c36e8" ON "record_intake" ("decision_id");

CREATE INDEX "record_intake_item_id_f6a83a6d" ON "record_intake" ("item_id");

CREATE INDEX "record_intake_parent_id_c71cc86c" ON "record_intake" ("parent_id");

CREATE INDEX "record_legalqualification_act_id_61928a0d" ON "record_legalqualification" ("act_id");

CREATE INDEX "record_legalqualification_decision_id_98f41fd6" ON "record_legalqualification" ("decision_id");

CREATE INDEX "record_media_confidentiality_08503de7" ON "record_media" ("confidentiality");

CREATE INDEX "record_media_decision_id_f0f2543c" ON "record_media" ("decision_id");

CREATE INDEX "record_media_document_id_2677cb94" ON "record_media" ("document_id");

CREATE INDEX "record_media_excerpt_id_8941f271" ON "record_media" ("excerpt_id");

CREATE INDEX "record_media_item_id_0b48f52d" ON "record_media" ("item_id");

CREATE INDEX "record_media_location_created_id_22794ee4" ON "record_media" ("location_created_id");

CREATE INDEX "record_media_location_shown_id_d7147ce8" ON "record_media" ("location_shown_id");

CREATE UNIQUE INDEX "record_media_persons_shown_media_id_person_id_a3b0005a_uniq" ON "record_media_persons_shown" ("media_id", "person_id");

CREATE INDEX "record_media_persons_shown_media_id_e00400fd" ON "record_media_persons_shown" ("media_id");

CREATE INDEX "record_media_persons_shown_person_id_4576e1eb" ON "record_media_persons_shown" ("person_id");

CREATE INDEX "record_methodology_decision_id_727941b8" ON "record_methodology" ("decision_id");

CREATE INDEX "record_involvement_act_id_438bd4df" ON "record_involvement" ("act_id");

CREATE INDEX "record_involvement_actor_id_32c41337" ON "record_involvement" ("actor_id");

CREATE INDEX "record_involvement_decision_id_c1ed8f0f" ON "record_involvement" ("decision_id");

CREATE INDEX "record_involvement_naming_claim_id_cf361b69" ON "record_involvement" ("naming_claim_id");

CREATE INDEX "record_involvement_person_id_e82fea35" ON "record_involvement" ("person_id");

CREATE UNIQUE INDEX "record_involvement_further_claims_involvement_id_claim_id_0a5c335c_uniq" ON "record_involvement_further_claims" ("involvement_id", "claim_id");

CREATE INDEX "record_involvement_further_claims_involvement_id_d8ee3eac" ON "record_involvement_further_claims" ("involvement_id");

CREATE INDEX "record_involvement_further_claims_claim_id_5734e2b3" ON "record_involvement_further_claims" ("claim_id");

CREATE INDEX "record_incidentperson_decision_id_4b5bf0f7" ON "record_incidentperson" ("decision_id");

CREATE INDEX "record_incidentperson_incident_id_a77ffcc7" ON "record_incidentperson" ("incident_id");

CREATE INDEX "record_incidentperson_person_id_0480536a" ON "record_incidentperson" ("person_id");

CREATE UNIQUE INDEX "record_incidentperson_claims_incidentperson_id_claim_id_ffd8ed19_uniq" ON "record_incidentperson_claims" ("incidentperson_id", "claim_id");

CREATE INDEX "record_incidentperson_claims_incidentperson_id_93f773b7" ON "record_incidentperson_claims" ("incidentperson_id");

CREATE INDEX "record_incidentperson_claims_claim_id_e97233af" ON "record_incidentperson_claims" ("claim_id");

CREATE INDEX "record_personname_as_written_df5f0bc9" ON "record_personname" ("as_written");

CREATE INDEX "record_personname_family_634fe2ca" ON "record_personname" ("family");

CREATE INDEX "record_personname_decision_id_9bc7aabd" ON "record_personname" ("decision_id");

CREATE INDEX "record_personname_derived_from_id_6c9e268b" ON "record_personname" ("derived_from_id");

CREATE INDEX "record_personname_person_id_c9293e7e" ON "record_personname" ("person_id");

CREATE UNIQUE INDEX "record_personname_claims_personname_id_claim_id_ddfc98a3_uniq" ON "record_personname_claims" ("personname_id", "claim_id");

CREATE INDEX "record_personname_claims_personname_id_daa1918b" ON "record_personname_claims" ("personname_id");

CREATE INDEX "record_personname_claims_claim_id_23a807d2" ON "record_personname_claims" ("claim_id");

CREATE UNIQUE INDEX "place_once_by_geonames" ON "record_place" ("geonames") WHERE "geonames" IS NOT NULL;

CREATE INDEX "record_place_confidentiality_9d914154" ON "record_place" ("confidentiality");

CREATE INDEX "record_place_name_26065610" ON "record_place" ("name");

CREATE INDEX "record_place_decision_id_33cf2cdd" ON "record_place" ("decision_id");

CREATE INDEX "record_place_parent_id_8de476b6" ON "record_place" ("parent_id");

CREATE INDEX "record_investigation_confidentiality_ed11aeb5" ON "record_investigation" ("confidentiality");

CREATE INDEX "record_investigation_status_bc29fc38" ON "record_investigation" ("status");

CREATE INDEX "record_investigation_body_id_fb4bb540" ON "record_investigation" ("body_id");

CREATE INDEX "record_investigation_decision_id_7ff7b6a1" ON "record_investigation" ("decision_id");

CREATE INDEX "record_investigation_parent_id_9b960340" ON "record_investigation" ("parent_id");

CREATE UNIQUE INDEX "record_investigation_cooperates_with_from_investigation_id_to_investigation_id_909bd0dc_uniq" ON "record_investigation_cooperates_with" ("from_investigation_id", "to_investigation_id");

CREATE INDEX "record_investigation_cooperates_with_from_investigation_id_898bcf66" ON "record_investigation_cooperates_with" ("from_investigation_id");

CREATE INDEX "record_investigation_cooperates_with_to_investigation_id_63fc1262" ON "record_investigation_cooperates_with" ("to_investigation_id");

CREATE UNIQUE INDEX "record_investigation_statements_investigation_id_claim_id_6ba327af_uniq" ON "record_investigation_statements" ("investigation_id", "claim_id");

CREATE INDEX "record_investigation_statements_investigation_id_58b5cbfd" ON "record_investigation_statements" ("investigation_id");

CREATE INDEX "record_investigation_statements_claim_id_fae5067e" ON "record_investigation_statements" ("claim_id");

CREATE UNIQUE INDEX "record_investigation_places_investigation_id_place_id_41b666f0_uniq" ON "record_investigation_places" ("investigation_id", "place_id");

CREATE INDEX "record_investigation_places_investigation_id_1c19175b" ON "record_investigation_places" ("investigation_id");

CREATE INDEX "record_investigation_places_place_id_90f769a2" ON "record_investigation_places" ("place_id");

CREATE INDEX "record_control_by_actor_id_6bc9b494" ON "record_control" ("by_actor_id");

CREATE INDEX "record_control_decision_id_c6dc9c77" ON "record_control" ("decision_id");

CREATE INDEX "record_control_place_id_869f1680" ON "record_control" ("place_id");

CREATE UNIQUE INDEX "record_control_claims_control_id_claim_id_44d9e975_uniq" ON "record_control_claims" ("control_id", "claim_id");

CREATE INDEX "record_control_claims_control_id_a73f073f" ON "record_control_claims" ("control_id");

CREATE INDEX "record_control_claims_claim_id_16ea725d" ON "record_control_claims" ("claim_id");

CREATE INDEX "record_burialsite_confidentiality_ffccd49a" ON "record_burialsite" ("confidentiality");

CREATE INDEX "record_burialsite_type_fa154119" ON "record_burialsite" ("type");

CREATE INDEX "record_burialsite_status_cdd69343" ON "record_burialsite" ("status");

CREATE INDEX "record_burialsite_parent_id_345d8807" ON "record_burialsite" ("parent_id");

CREATE INDEX "record_burialsite_decision_id_9c56c296" ON "record_burialsite" ("decision_id");

CREATE INDEX "record_burialsite_place_id_85359450" ON "record_burialsite" ("place_id");

CREATE INDEX "record_burialsite_site_id_f8cf15e7" ON "record_burialsite" ("site_id");

CREATE INDEX "record_burialsite_reported_by_id_d012959d" ON "record_burialsite" ("reported_by_id");

CREATE UNIQUE INDEX "record_burialsite_excavation_log_burialsite_id_document_id_16615bfe_uniq" ON "record_burialsite_excavation_log" ("burialsite_id", "document_id");

CREATE INDEX "record_burialsite_excavation_log_burialsite_id_0c54b827" ON "record_burialsite_excavation_log" ("burialsite_id");

CREATE INDEX "record_burialsite_excavation_log_document_id_7f1055ce" ON "record_burialsite_excavation_log" ("document_id");

CREATE UNIQUE INDEX "record_burialsite_tallies_burialsite_id_tally_id_2e8cb066_uniq" ON "record_burialsite_tallies" ("burialsite_id", "tally_id");

CREATE INDEX "record_burialsite_tallies_burialsite_id_df16f490" ON "record_burialsite_tallies" ("burialsite_id");

CREATE INDEX "record_burialsite_tallies_tally_id_6791499d" ON "record_burialsite_tallies" ("tally_id");

CREATE INDEX "record_placename_text_90317fb9" ON "record_placename" ("text");

CREATE INDEX "record_placename_decision_id_55000f54" ON "record_placename" ("decision_id");

CREATE INDEX "record_placename_place_id_6dee7bbd" ON "record_placename" ("place_id");

CREATE INDEX "record_remains_confidentiality_03a212aa" ON "record_remains" ("confidentiality");

CREATE INDEX "record_remains_disposition_986a82e4" ON "record_remains" ("disposition");

CREATE INDEX "record_remains_burial_site_id_d8658058" ON "record_remains" ("burial_site_id");

CREATE INDEX "record_remains_decision_id_5b6a425b" ON "record_remains" ("decision_id");

CREATE INDEX "record_remains_identification_id_4a11743c" ON "record_remains" ("identification_id");

CREATE INDEX "record_remains_part_of_id_148e7092" ON "record_remains" ("part_of_id");

CREATE INDEX "record_remains_reassociated_with_id_4d472e0e" ON "record_remains" ("reassociated_with_id");

CREATE INDEX "record_remains_recovery_place_id_c73806d9" ON "record_remains" ("recovery_place_id");

CREATE INDEX "record_examination_decision_id_e1382077" ON "record_examination" ("decision_id");

CREATE INDEX "record_examination_report_id_233d0cb8" ON "record_examination" ("report_id");

CREATE INDEX "record_examination_place_id_d03b7a46" ON "record_examination" ("place_id");

CREATE INDEX "record_examination_remains_id_efb786c7" ON "record_examination" ("remains_id");

CREATE UNIQUE INDEX "review_current_once_a_claim" ON "record_review" ("claim_id") WHERE "current";

CREATE INDEX "record_review_claim_id_e63c4433" ON "record_review" ("claim_id");

CREATE INDEX "record_review_corrected_to_id_3c2bde35" ON "record_review" ("corrected_to_id");

CREATE INDEX "record_review_decision_id_2db39aaa" ON "record_review" ("decision_id");

CREATE INDEX "record_sealedidentity_decision_id_39749f7d" ON "record_sealedidentity" ("decision_id");

CREATE INDEX "record_site_confidentiality_302a2e84" ON "record_site" ("confidentiality");

CREATE INDEX "record_site_type_e545cb20" ON "record_site" ("type");

CREATE INDEX "record_site_decision_id_59570740" ON "record_site" ("decision_id");

CREATE INDEX "record_site_operator_id_e7b6306e" ON "record_site" ("operator_id");

CREATE INDEX "record_site_place_id_6f3e7bf8" ON "record_site" ("place_id");

CREATE INDEX "record_source_confidentiality_e35a5ee7" ON "record_source" ("confidentiality");

CREATE INDEX "record_source_kind_01785530" ON "record_source" ("kind");

CREATE INDEX "record_source_name_9569508a" ON "record_source" ("name");

CREATE INDEX "record_source_actor_id_0a310a63" ON "record_source" ("actor_id");

CREATE INDEX "record_source_decision_id_ca19f3ac" ON "record_source" ("decision_id");

CREATE INDEX "record_source_person_id_937c4208" ON "record_source" ("person_id");

CREATE INDEX "record_source_sealed_identity_id_93adbffe" ON "record_source" ("sealed_identity_id");

CREATE UNIQUE INDEX "attribution_current_once_a_claim" ON "record_attribution" ("claim_id") WHERE "current";

CREATE INDEX "record_attribution_claim_id_7391daf5" ON "record_attribution" ("claim_id");

CREATE INDEX "record_attribution_decision_id_e8183fc3" ON "record_attribution" ("decision_id");

CREATE INDEX "record_attribution_source_id_9203cdeb" ON "record_attribution" ("source_id");

CREATE INDEX "record_tally_basis_33a32c4e" ON "record_tally" ("basis");

CREATE INDEX "record_tally_partition_of_id_7f8d0112" ON "record_tally" ("partition_of_id");

CREATE INDEX "record_tally_same_as_id_81a2b936" ON "record_tally" ("same_as_id");

CREATE UNIQUE INDEX "tally_relation_current_once_a_pair" ON "record_tallyrelation" ("one_id", "other_id") WHERE "current";

CREATE INDEX "record_tallyrelation_decision_id_dd6602bf" ON "record_tallyrelation" ("decision_id");

CREATE INDEX "record_tallyrelation_one_id_d72c50ab" ON "record_tallyrelation" ("one_id");

CREATE INDEX "record_tallyrelation_other_id_64ad9463" ON "record_tallyrelation" ("other_id");

CREATE INDEX "record_testimony_confidentiality_8c53196a" ON "record_testimony" ("confidentiality");

CREATE INDEX "record_testimony_consent_id_dff9df92" ON "record_testimony" ("consent_id");

CREATE INDEX "record_testimony_decision_id_ec23e1c3" ON "record_testimony" ("decision_id");

CREATE INDEX "record_testimony_place_id_b1b0804f" ON "record_testimony" ("place_id");

CREATE INDEX "record_testimony_witness_id_5e46fd1d" ON "record_testimony" ("witness_id");

CREATE UNIQUE INDEX "record_testimony_recordings_testimony_id_document_id_92370a2c_uniq" ON "record_testimony_recordings" ("testimony_id", "document_id");

CREATE INDEX "record_testimony_recordings_testimony_id_ed8e1cf9" ON "record_testimony_recordings" ("testimony_id");

CREATE INDEX "record_testimony_recordings_document_id_09a0aaa1" ON "record_testimony_recordings" ("document_id");

CREATE INDEX "record_upstream_decision_id_fb47f734" ON "record_upstream" ("decision_id");

CREATE INDEX "record_upstream_source_id_670ef6ad" ON "record_upstream" ("source_id");

CREATE INDEX "record_upstream_told_by_id_bac8713f" ON "record_upstream" ("told_by_id");

CREATE INDEX "record_value_decision_id_50f310e2" ON "record_value" ("decision_id");

CREATE INDEX "value_of_subject" ON "record_value" ("subject_id", "field", "decided_at");

CREATE INDEX "value_between_dates" ON "record_value" ("field", "earliest", "latest");

CREATE UNIQUE INDEX "record_value_claims_value_id_claim_id_63a9b137_uniq" ON "record_value_claims" ("value_id", "claim_id");

CREATE INDEX "record_value_claims_value_id_6f255968" ON "record_value_claims" ("value_id");

CREATE INDEX "record_value_claims_claim_id_96836464" ON "record_value_claims" ("claim_id");

CREATE INDEX "record_claimterm_claim_id_d95eda55" ON "record_claimterm" ("claim_id");

CREATE INDEX "claim_by_term" ON "record_claimterm" ("code", "role");

CREATE INDEX "record_assessment_decision_id_ecc59b2d" ON "record_assessment" ("decision_id");

CREATE INDEX "assessment_of_subject" ON "record_assessment" ("subject_id", "at");

CREATE UNIQUE INDEX "record_assessment_claims_assessment_id_claim_id_eb6fba21_uniq" ON "record_assessment_claims" ("assessment_id", "claim_id");

CREATE INDEX "record_assessment_claims_assessment_id_068519dd" ON "record_assessment_claims" ("assessment_id");

CREATE INDEX "record_assessment_claims_claim_id_3735e20f" ON "record_assessment_claims" ("claim_id");

CREATE INDEX "record_destruction_decision_id_1024ba0a" ON "record_destruction" ("decision_id");

CREATE INDEX "record_destruction_item_id_017056f2" ON "record_destruction" ("item_id");

CREATE INDEX "record_family_decision_id_d227bbe7" ON "record_family" ("decision_id");

CREATE INDEX "record_frequencyset_decision_id_68113923" ON "record_frequencyset" ("decision_id");

CREATE INDEX "record_comparison_decision_id_091c1d49" ON "record_comparison" ("decision_id");

CREATE INDEX "record_comparison_frequencies_id_915d2867" ON "record_comparison" ("frequencies_id");

CREATE INDEX "record_proposal_comparison_id_56b96d27" ON "record_proposal" ("comparison_id");

CREATE INDEX "record_proposal_decision_id_1010a75a" ON "record_proposal" ("decision_id");

CREATE INDEX "record_proposal_remains_id_946f7a81" ON "record_proposal" ("remains_id");

CREATE INDEX "record_proposal_missing_id_58f4d713" ON "record_proposal" ("missing_id");

CREATE INDEX "record_proposalreview_decision_id_7f216446" ON "record_proposalreview" ("decision_id");

CREATE INDEX "record_proposalreview_proposal_id_8448169b" ON "record_proposalreview" ("proposal_id");

CREATE INDEX "record_reconciliation_decision_id_38c076ba" ON "record_reconciliation" ("decision_id");

CREATE INDEX "record_reconciliation_proposal_id_9836d315" ON "record_reconciliation" ("proposal_id");

CREATE INDEX "record_relative_decision_id_f1317609" ON "record_relative" ("decision_id");

CREATE INDEX "record_relative_family_id_7b4ae04d" ON "record_relative" ("family_id");

CREATE INDEX "record_relative_person_id_043b1662" ON "record_relative" ("person_id");

CREATE INDEX "record_sample_consent_id_b6440595" ON "record_sample" ("consent_id");

CREATE INDEX "record_sample_decision_id_6f91e49e" ON "record_sample" ("decision_id");

CREATE INDEX "record_sample_relative_id_4be88a10" ON "record_sample" ("relative_id");

CREATE INDEX "record_sample_remains_id_dc69918c" ON "record_sample" ("remains_id");

CREATE INDEX "record_consent_decision_id_a316da34" ON "record_consent" ("decision_id");

CREATE INDEX "record_consent_evidence_id_010fcc41" ON "record_consent" ("evidence_id");

CREATE INDEX "record_identification_proposal_id_687f7727" ON "record_identification" ("proposal_id");

CREATE INDEX "record_identification_reconciliation_id_ef49de6d" ON "record_identification" ("reconciliation_id");

CREATE UNIQUE INDEX "linkage_current_once" ON "record_linkagerun" ("current") WHERE "current";

CREATE INDEX "record_linkagerun_decision_id_04d9549a" ON "record_linkagerun" ("decision_id");

CREATE INDEX "record_listrow_decision_id_b6e2fc5e" ON "record_listrow" ("decision_id");

CREATE INDEX "record_listrow_person_id_38415826" ON "record_listrow" ("person_id");

CREATE INDEX "record_listrow_remains_id_8908c2a4" ON "record_listrow" ("remains_id");

CREATE INDEX "record_listrow_list_id_e3d5f5bf" ON "record_listrow" ("list_id");

CREATE UNIQUE INDEX "pair_judgement_current_once" ON "record_pairjudgement" ("one_id", "other_id") WHERE "current";

CREATE INDEX "record_pairjudgement_current_485e6cea" ON "record_pairjudgement" ("current");

CREATE INDEX "record_pairjudgement_decision_id_3b093176" ON "record_pairjudgement" ("decision_id");

CREATE INDEX "record_pairjudgement_one_id_e6920168" ON "record_pairjudgement" ("one_id");

CREATE INDEX "record_pairjudgement_other_id_b4239489" ON "record_pairjudgement" ("other_id");

CREATE INDEX "record_personlist_decision_id_31ab2660" ON "record_personlist" ("decision_id");

CREATE INDEX "record_personlist_item_id_b3cc4c14" ON "record_personlist" ("item_id");

CREATE INDEX "record_item_state_4206e556" ON "record_item" ("state");

CREATE INDEX "record_item_decision_id_e79c1b4d" ON "record_item" ("decision_id");

CREATE INDEX "record_person_confidentiality_20384b80" ON "record_person" ("confidentiality");

CREATE INDEX "record_person_sex_bce6e249" ON "record_person" ("sex");

CREATE INDEX "record_person_age_group_c68e30b4" ON "record_person" ("age_group");

CREATE INDEX "record_person_status_6915cbec" ON "record_person" ("status");

CREATE INDEX "record_person_outcome_a60fb750" ON "record_person" ("outcome");

CREATE INDEX "record_person_missing_status_eb6915ba" ON "record_person" ("missing_status");

CREATE INDEX "record_person_verification_6c4b1778" ON "record_person" ("verification");

CREATE INDEX "record_person_decision_id_356e8a01" ON "record_person" ("decision_id");

CREATE INDEX "record_person_birth_place_id_36dbb103" ON "record_person" ("birth_place_id");

CREATE INDEX "record_person_last_seen_place_id_745468cd" ON "record_person" ("last_seen_place_id");

CREATE INDEX "record_person_residence_id_026fad63" ON "record_person" ("residence_id");

CREATE INDEX "record_person_sealed_identity_id_a2f529cc" ON "record_person" ("sealed_identity_id");

CREATE INDEX "record_person_same_as_id_93522ded" ON "record_person" ("same_as_id");

CREATE INDEX "record_restriction_decision_id_6a9e21e6" ON "record_restriction" ("decision_id");

CREATE UNIQUE INDEX "judgement_once_a_person" ON "record_judgement" ("claim_id", "by") WHERE "open";

CREATE INDEX "record_judgement_claim_id_fceab56f" ON "record_judgement" ("claim_id");

CREATE INDEX "record_judgement_decision_id_f0a62494" ON "record_judgement" ("decision_id");

CREATE INDEX "judgement_open" ON "record_judgement" ("document_id", "claim_id", "by") WHERE "open";

CREATE INDEX "judgement_disputed" ON "record_judgement" ("claim_id") WHERE ("disputed" AND "open");

CREATE UNIQUE INDEX "reading_current_once_a_document" ON "record_reading" ("document_id") WHERE "current";

CREATE INDEX "record_reading_decision_id_4b5341d6" ON "record_reading" ("decision_id");

CREATE INDEX "record_reading_document_id_1247b2f4" ON "record_reading" ("document_id");

CREATE INDEX "reading_to_review" ON "record_reading" ("document_id", "waiting") WHERE ("current" AND "waiting" > 0);

CREATE INDEX "reading_waiting" ON "record_reading" ("waiting") WHERE ("current" AND "waiting" > 0);

CREATE INDEX "reading_second" ON "record_reading" ("document_id") WHERE "second";

