"""Administrative units and agencies, with validity and succession."""
