using System.Diagnostics;

namespace Alerting.TestKit;

/// <summary>A program that was run to its end.</summary>
/// <param name="Output">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
public sealed record ProgramRun(int ExitCode, string Output, string Error)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(3);

    public IReadOnlyList<string> OutputLines => Lines(Output);

    public IReadOnlyList<string> ErrorLines => Lines(Error);

    /// <exception cref="OperationCanceledException">It did not end in time, and was killed.</exception>
    public static async Task<ProgramRun> ToEndAsync(ProcessStartInfo start, TimeSpan? patience = null)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        using var timeout = new CancellationTokenSource(patience ?? s_patience, TimeProvider.System);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
            var error = process.StandardError.ReadToEndAsync(timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            return new ProgramRun(process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>What it wrote, when it ended well.</summary>
    /// <exception cref="InvalidOperationException">It ended with another code than 0; says what it wrote.</exception>
    public string OutputOfSuccess() => ExitCode == 0
        ? Output
        : throw new InvalidOperationException($"The program ended with {ExitCode}:\n{Output}\n{Error}");

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
