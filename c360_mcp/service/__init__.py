"""The server as a service over HTTP: who may ask, for which tenant, and within which bounds."""
