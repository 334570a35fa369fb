-- Sixth schema: an enrolment whose answer was lost is answered again, so a phone may have several tokens until it uses one.

DROP INDEX device_token_by_device;
CREATE INDEX device_token_by_device ON device_token (device);
