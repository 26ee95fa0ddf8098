using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Alerting.Cluster.Tests.Processes;

/// <summary>A process of this test, whose end is certain and whose last words are kept.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MostLines = 200;
    private const int MostOfAFailure = 12;

    private readonly Process _process;
    private readonly Queue<string> _lines = new();
    private readonly StringBuilder _failures = new();
    private int _failureLines;

    public ChildProcess(ProcessStartInfo start)
    {
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
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

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

    private void KeepFailure(string line)
    {
        if (line.StartsWith("fail:", StringComparison.Ordinal) || line.StartsWith("crit:", StringComparison.Ordinal))
        {
            _failureLines = MostOfAFailure;
        }

        if (_failureLines > 0 && _failures.Length < 20_000)
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
            if (_lines.Count > MostLines)
            {
                _lines.Dequeue();
            }
        }
    }
}

/// <summary>Numbers as on Linux.</summary>
internal enum Signal
{
    Terminate = 15,
    Continue = 18,
    Stop = 19,
}
