"""What people wrote, in Chinese, English and other languages: themes, and how satisfied they sound."""
