using System.Globalization;

namespace Alerting.Cluster.Clock;

/// <summary>The wall clock of a silo, which a test sets while it runs, through a file; time passes as ever.</summary>
/// <param name="file">Holds how far the clock is ahead, in seconds; the clock is right while there is none.</param>
internal sealed class SiloClock(string file) : TimeProvider
{
    /// <summary>Environment variable that names the file.</summary>
    public const string Variable = "ALERTING_TEST_CLOCK";

    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(50);

    private long _looked = System.GetTimestamp();
    private long _ahead;

    /// <summary>Environment variables for the silo.</summary>
    public static IReadOnlyList<(string Key, string Value)> Settings(string file) =>
        [("DOTNET_STARTUP_HOOKS", Path.Combine(AppContext.BaseDirectory, "Alerting.Cluster.Clock.dll")), (Variable, file)];

    /// <param name="file">As above.</param>
    /// <param name="ahead">Negative: behind.</param>
    public static void Set(string file, TimeSpan ahead)
    {
        // Replaced at once: half a number would be believed.
        var next = file + ".next";
        File.WriteAllText(next, ahead.TotalSeconds.ToString(CultureInfo.InvariantCulture));
        File.Move(next, file, overwrite: true);
    }

    public override DateTimeOffset GetUtcNow()
    {
        if (System.GetElapsedTime(Volatile.Read(ref _looked)) > s_look)
        {
            Volatile.Write(ref _looked, System.GetTimestamp());
            var ahead = File.Exists(file)
                ? TimeSpan.FromSeconds(double.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture))
                : TimeSpan.Zero;
            Volatile.Write(ref _ahead, ahead.Ticks);
        }

        return System.GetUtcNow().AddTicks(Volatile.Read(ref _ahead));
    }
}
