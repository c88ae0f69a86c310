namespace Doorward.Benchmarks;

/// <summary>Ids that can be counted, so that nobody has to look one up; bench.id in agency.sql makes the same.</summary>
internal static class Ids
{
    public const string Organization = "01990000-0000-7000-8000-000000000000";

    public const int Agents = 40;

    public const int Applicants = 2000;

    /// <summary>An agent's person, who is the subject of their token too.</summary>
    public static string Agent(int agent) => Of(1, agent);

    /// <summary>An applicant's person, who is the subject of their token too.</summary>
    public static string Person(int applicant) => Of(3, applicant);

    public static string Of(int kind, long number) => $"0199000{kind}-0000-7000-8000-{number:x12}";

    /// <summary>SQL of an array with the one id whose number a variable of pgbench holds.</summary>
    public static string Sql(int kind, string variable) => $"ARRAY[('0199000{kind}-0000-7000-8000-' || lpad(to_hex(:{variable}::bigint), 12, '0'))::uuid]";
}
