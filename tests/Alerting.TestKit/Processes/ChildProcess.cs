using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Alerting.TestKit;

/// <summary>A process of this test, whose end is certain and whose last words are kept.</summary>
public sealed class ChildProcess : IAsyncDisposable
{
    private const int MaxLinesOfAFailure = 12;
    private const int MaxFailureLength = 20_000;

    private readonly Process _process;
    private readonly int _maxLines;
    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _failures = new();
    private int _failureLines;

    /// <param name="start">What to start; its output is redirected.</param>
    /// <param name="maxLines">How many of the last lines that it writes are kept.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">There is no such program here.</exception>
    public ChildProcess(ProcessStartInfo start, int maxLines = 200)
    {
        _maxLines = maxLines;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start) ?? throw new InvalidOperationException($"'{start.FileName}' did not start.");
        _process.OutputDataReceived += Keep;
        _process.ErrorDataReceived += Keep;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <summary>Set once the process has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Processor time used since the start.</summary>
    public TimeSpan ProcessorTime => Refreshed().TotalProcessorTime;

    /// <summary>Resident memory in bytes.</summary>
    public long ResidentBytes => Refreshed().WorkingSet64;

    /// <summary>The last lines that it wrote.</summary>
    public string LastWords
    {
        get
        {
            lock (_lines)
            {
                return new StringBuilder().AppendJoin('\n', _lines).ToString();
            }
        }
    }

    /// <summary>What it logged as an error or worse, each with its first lines, up to a length; empty when there was nothing.</summary>
    public string Failures
    {
        get
        {
            lock (_lines)
            {
                return _failures.ToString();
            }
        }
    }

    public void Send(Signal signal)
    {
        if (!_process.HasExited && NativeKill(_process.Id, (int)signal) != 0 && !_process.HasExited)
        {
            throw new InvalidOperationException($"Signal {signal} could not be sent: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    /// <summary>Waits until the address answers with success.</summary>
    /// <exception cref="InvalidOperationException">The process has ended.</exception>
    /// <exception cref="TimeoutException">It does not answer.</exception>
    public Task AnswersAsync(HttpClient client, Uri address, CancellationToken cancellationToken) => Wait.UntilAsync(
        async () =>
        {
            if (HasExited)
            {
                throw new InvalidOperationException($"'{_process.StartInfo.FileName}' ended:\n{LastWords}");
            }

            try
            {
                using var answer = await client.GetAsync(address, cancellationToken);
                return answer.IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                return false;
            }
        },
        $"{address} answers",
        () => LastWords);

    /// <summary>Waits for the end; false when it does not come in time.</summary>
    public async Task<bool> WaitForExitAsync(TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience, TimeProvider.System);
        try
        {
            await _process.WaitForExitAsync(timeout.Token);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>SIGKILL, which also ends a process that is stopped.</summary>
    public async Task KillAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int NativeKill(int process, int signal);

    private Process Refreshed()
    {
        _process.Refresh();
        return _process;
    }

    private void KeepFailure(string line)
    {
        if (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
        {
            _failureLines = MaxLinesOfAFailure;
        }

        if (_failureLines > 0 && _failures.Length < MaxFailureLength)
        {
            _failureLines--;
            _failures.AppendLine(line);
        }
    }

    private void Keep(object sender, DataReceivedEventArgs line)
    {
        if (line.Data is null)
        {
            return;
        }

        lock (_lines)
        {
            _lines.Enqueue(line.Data);
            KeepFailure(line.Data);
            if (_lines.Count > _maxLines)
            {
                _lines.Dequeue();
            }
        }
    }
}

/// <summary>Numbers as on Linux.</summary>
public enum Signal
{
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
