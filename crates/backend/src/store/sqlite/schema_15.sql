-- Why a right by law to act for somebody is over, once its register has said so; what was begun by it is closed from then on.
ALTER TABLE dossier ADD COLUMN acting_over TEXT;
