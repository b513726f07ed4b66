-- An order can be a bank transfer: the text of its code instead of the address of a page. Orders of before have the address.
ALTER TABLE payment_order ADD COLUMN transfer TEXT;
