namespace Alerting.Cluster.Tests.Processes;

/// <summary>The wall clock of one process, which a test sets while it runs (libfaketime); time passes as ever.</summary>
/// <param name="file">Where the process finds how to set it, whenever it asks for the time.</param>
internal sealed class FakeClock(string file)
{
    private const string Library = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    /// <summary>Whether clocks can be set on this machine.</summary>
    public static bool IsAvailable => File.Exists(Library);

    /// <summary>Environment variables for the process.</summary>
    public IReadOnlyList<(string Key, string Value)> Settings =>
    [
        ("LD_PRELOAD", Library),
        ("FAKETIME_TIMESTAMP_FILE", file),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ];

    /// <param name="seconds">How far the clock is ahead of the machine's; negative: behind.</param>
    public void Set(int seconds)
    {
        // Replaced at once: a process that reads half a number would believe it.
        var next = file + ".next";
        File.WriteAllText(next, FormattableString.Invariant($"{seconds:+0;-0;+0}"));
        File.Move(next, file, overwrite: true);
    }
}
