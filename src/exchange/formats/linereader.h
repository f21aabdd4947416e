// SPDX-License-Identifier: MIT
#pragma once

#include "exchange/entryreader.h"

class InputFile;

/// Reads entries of which each is a line. A byte order mark and lines of blanks are passed over.
class LineReader : public EntryReader
{
    Q_DECLARE_TR_FUNCTIONS(LineReader)

public:
    /// The input must outlive it.
    explicit LineReader(InputFile &input)
        : m_input(input)
    {}

    bool read(EntryBlock *block) override;
    qint64 done() const override;

protected:
    /// The line may be changed. False if problem() says what is wrong with it.
    virtual bool readEntry(char *begin, char *end, EntryBlock *block) = 0;
    /// With the number of the line.
    bool failAt(const QString &what);

private:
    InputFile &m_input;
};
