using System.Globalization;
using System.Text;

namespace Doorward.Platform.Postgres.Private;

/// <summary>postgresql.conf, whole: written before every start, so that an upgrade of Doorward brings its new settings.</summary>
internal static class PostgresSettings
{
    public static string Text(string socketFolder, PrivateClusterOptions options)
    {
        var settings = Ours(socketFolder);
        foreach (var (name, value) in options.Settings) settings[name] = value;

        var text = new StringBuilder()
            .AppendLine("# Written by Doorward before every start; edits here are lost.")
            .AppendLine("# Your own settings: ALTER SYSTEM SET …, which is kept in postgresql.auto.conf and wins over this file.");
        foreach (var (name, value) in settings)
            text.Append(CultureInfo.InvariantCulture, $"{name} = '{value.Replace(@"\", @"\\").Replace("'", "''")}'\n");
        return text.ToString();
    }

    private static SortedDictionary<string, string> Ours(string socketFolder) => new(StringComparer.Ordinal)
    {
        // Reachable from this machine only, by the folder's owner only.
        ["listen_addresses"] = "",
        ["port"] = "5432",
        ["unix_socket_directories"] = $"\"{socketFolder}\"",
        ["unix_socket_permissions"] = "0700",
        ["password_encryption"] = "scram-sha-256",
        ["max_connections"] = "100",

        // A commit that was answered is on the disk.
        ["fsync"] = "on",
        ["synchronous_commit"] = "on",
        ["full_page_writes"] = "on",
        ["wal_compression"] = "on",
        ["max_wal_size"] = "1GB",

        ["shared_buffers"] = SharedBuffers(),
        ["random_page_cost"] = "1.1",
        // Compiling a plan takes longer than any statement of ours runs.
        ["jit"] = "off",
        ["autovacuum_vacuum_insert_scale_factor"] = "0.05",

        // No statement, parameter, DETAIL (rows) or ERROR text (values) reaches the log; the program that sent the
        // statement gets all of them. "log" leaves out ERROR and below, and keeps LOG, FATAL and PANIC.
        ["log_min_messages"] = "log",
        ["log_min_error_statement"] = "panic",
        ["log_error_verbosity"] = "terse",
        ["log_parameter_max_length"] = "0",
        ["log_parameter_max_length_on_error"] = "0",
        ["log_statement"] = "none",
        ["log_checkpoints"] = "off",
        ["log_line_prefix"] = "%m [%p] ",
        ["log_timezone"] = "UTC",

        ["timezone"] = "UTC",
        ["datestyle"] = "iso, ymd",
        ["lc_messages"] = "C",
        ["default_text_search_config"] = "pg_catalog.english",
    };

    // An eighth of the memory, which in a container is the container's, between 64 and 256 MB.
    private static string SharedBuffers()
    {
        var memoryMb = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (1024 * 1024);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Clamp(memoryMb / 8, 64, 256)}MB");
    }
}
