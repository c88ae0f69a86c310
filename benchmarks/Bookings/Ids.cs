namespace Doorward.Benchmarks.Bookings;

/// <summary>Ids that can be counted, so that nobody has to look one up; bench.id in prepare.sql makes the same.</summary>
internal static class Ids
{
    public const string Organization = "01990000-0000-7000-8000-000000000000";

    public const int Applicants = 2000;

    /// <summary>The applicant's subject in their token.</summary>
    public static string Person(int applicant) => Text(3, applicant);

    public static string Slot(long number) => Text(7, number);

    private static string Text(int kind, long number) => $"0199000{kind}-0000-7000-8000-{number:x12}";
}
