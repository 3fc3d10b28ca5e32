"""What tests need running beside them: started by the tests, stopped by the tests."""
