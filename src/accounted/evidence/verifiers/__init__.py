"""What goes into every export so that others can check it: VERIFY.md, verify.sh, verify.py."""
