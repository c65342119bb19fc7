"""The pages behind the mails: a static site per community, written from what is published and sent."""
