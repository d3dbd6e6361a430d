-- Who asks: somebody leading every commune of the first province, and a member with eight
-- households. Neither has a password that works; the benchmark hands out sessions itself.
INSERT INTO accounts_user (id, username, password, is_active, is_system_admin, created_at)
VALUES (1, 'lanh-dao', '!', true, false, now()), (2, 'thanh-vien', '!', true, false, now());

INSERT INTO people_person (id, full_name, phone, user_id) VALUES (1, 'Lê Văn Đo', '', 1);

INSERT INTO people_post (person_id, kind, commune_id)
SELECT 1, 'commune_secretary', id FROM areas_commune WHERE province_id = 1;

UPDATE people_person SET user_id = 2 WHERE id = (
    SELECT person_id FROM assignments_assignment
    JOIN households_household AS household ON household.id = household_id
    WHERE household_id <= 1000000 AND tier = 3 AND household.position IS NOT NULL
    GROUP BY person_id HAVING count(*) = 8 ORDER BY person_id OFFSET 5000 LIMIT 1
)
