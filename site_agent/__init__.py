"""Inside the hospital: de-identify, replace by synthetic counterparts, prove, publish, receive, learn."""
