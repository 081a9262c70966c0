"""The suite of the portal; its folders mirror the rooms."""
